#include "chainlint/write/rewrite.h"

#include "rewriters.h"

namespace chainlint {

Result<Bytes> rewrite_container(const Container& read, ByteView original, const ContainerEdit& edit, const RewriteOptions& options) {
  switch (read.format) {
    case Format::pem:
      return rewrite_pem(read, original, edit, options);
    case Format::pkcs12:
      return rewrite_pkcs12(read, original, edit, options);
    case Format::pkcs7:
      return rewrite_pkcs7(read, original, edit, options);
    case Format::jks:
    case Format::jceks:
      return rewrite_java_keystore(read, original, edit, options);
    case Format::kubernetes:
      return rewrite_kubernetes(read, original, edit, options);
    default:
      return Error{"rewrite-unsupported",
                   "files of the kind '" + std::string(to_string(read.format)) +
                       "' are not written; written are PEM, PKCS#12, PKCS#7, JKS and JCEKS, and Kubernetes manifests",
                   {}};
  }
}

}  // namespace chainlint
