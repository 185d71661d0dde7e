#include "chainlint/x509/signed_certificate_timestamps.h"

#include "chainlint/base/limits.h"

namespace chainlint::x509 {
namespace {

constexpr std::size_t kLogIdOctets = 32;
constexpr std::uint64_t kLastSecond = 253402300799;  // 9999-12-31T23:59:59Z, the end of what Instant covers

// Reads the presentation language of TLS (RFC 5246 section 4): big-endian numbers and vectors with their length before them.
class TlsReader {
 public:
  TlsReader(ByteView buffer, std::size_t offset) : buffer_(buffer), base_(offset) {}

  bool at_end() const { return position_ == buffer_.size(); }
  std::size_t offset() const { return base_ + position_; }

  std::optional<ByteView> take(std::size_t count) {
    if (count > buffer_.size() - position_) return std::nullopt;
    const ByteView taken = buffer_.subspan(position_, count);
    position_ += count;
    return taken;
  }

  std::optional<std::uint64_t> number(std::size_t octets) {
    const std::optional<ByteView> taken = take(octets);
    if (!taken) return std::nullopt;
    std::uint64_t value = 0;
    for (const std::uint8_t octet : *taken) value = value << 8 | octet;
    return value;
  }

  // A vector whose length takes two bytes.
  std::optional<TlsReader> vector() {
    const std::optional<std::uint64_t> length = number(2);
    if (!length) return std::nullopt;
    const std::size_t begin = offset();
    const std::optional<ByteView> content = take(static_cast<std::size_t>(*length));
    return content ? std::optional(TlsReader(*content, begin)) : std::nullopt;
  }

 private:
  ByteView buffer_;
  std::size_t base_;
  std::size_t position_ = 0;
};

asn1::Asn1Result<SignedCertificateTimestamp> read_one(TlsReader fields) {
  const std::size_t begin = fields.offset();
  const auto version = fields.number(1);
  if (!version) return asn1::Asn1Error{"signed certificate timestamp is empty", begin};
  SignedCertificateTimestamp timestamp;
  timestamp.version = static_cast<std::uint8_t>(*version);
  if (timestamp.version != 0) return timestamp;
  const auto log_id = fields.take(kLogIdOctets);
  const auto milliseconds = fields.number(8);
  const auto extensions = fields.vector();
  const auto algorithm = fields.number(2);
  const auto signature = fields.vector();
  if (!log_id || !milliseconds || !extensions || !algorithm || !signature) {
    return asn1::Asn1Error{"signed certificate timestamp is truncated", begin};
  }
  if (!fields.at_end()) return asn1::Asn1Error{"bytes follow a signed certificate timestamp", fields.offset()};
  if (*milliseconds / 1000 > kLastSecond) return asn1::Asn1Error{"timestamp is after the year 9999", begin};
  timestamp.log_id = *log_id;
  timestamp.timestamp = Instant(static_cast<std::int64_t>(*milliseconds / 1000));
  return timestamp;
}

}  // namespace

asn1::Asn1Result<std::vector<SignedCertificateTimestamp>> read_signed_certificate_timestamps(const Extension& extension) {
  asn1::Asn1Reader value(extension.value, asn1::Encoding::der, extension.offset);
  const auto octets = value.expect(asn1::tag::kOctetString, "list of signed certificate timestamps is not an OCTET STRING");
  if (!octets) return octets.error();
  if (const auto error = value.finish("bytes follow the list of signed certificate timestamps")) return *error;
  TlsReader outer(octets->content, octets->content_offset);
  std::optional<TlsReader> list = outer.vector();
  if (!list || !outer.at_end()) {
    return asn1::Asn1Error{"list of signed certificate timestamps has the wrong length", octets->content_offset};
  }
  std::vector<SignedCertificateTimestamp> timestamps;
  while (!list->at_end()) {
    const std::size_t begin = list->offset();
    if (timestamps.size() == X509Limits::kTimestamps) return asn1::Asn1Error{"more than 256 signed certificate timestamps", begin};
    const std::optional<TlsReader> item = list->vector();
    if (!item) return asn1::Asn1Error{"signed certificate timestamp is longer than its list", begin};
    const auto timestamp = read_one(*item);
    if (!timestamp) return timestamp.error();
    timestamps.push_back(*timestamp);
  }
  if (timestamps.empty()) return asn1::Asn1Error{"list of signed certificate timestamps is empty", octets->content_offset};
  return timestamps;
}

}  // namespace chainlint::x509
