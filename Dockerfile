# chainlint as a container image:
#   docker build -t chainlint .
#   docker run --rm --network none -v "$PWD:/work:ro" chainlint check certs
FROM debian:trixie-slim AS build
COPY . /project
WORKDIR /project
RUN .ci/install package && cmake --workflow --preset release && cpack --preset release

FROM debian:trixie-slim
RUN --mount=type=bind,from=build,source=/project/build/release,target=/package \
    apt-get update && apt-get install -y --no-install-recommends ca-certificates /package/chainlint_*.deb && \
    rm -rf /var/lib/apt/lists/* && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin chainlint
USER 10001
WORKDIR /work
ENTRYPOINT ["chainlint"]
CMD ["--help"]
