#include "certificate/name_coverage.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <unordered_set>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/x509/host_name.h"

namespace chainlint::facts {

namespace {

// RFC 3492 section 5, the parameters of Punycode.
constexpr std::uint32_t kBase = 36, kTMin = 1, kTMax = 26, kSkew = 38, kDamp = 700, kInitialBias = 72, kInitialN = 128;
constexpr std::size_t kLabelOctets = 63;  // RFC 1035 section 2.3.4; keeps the arithmetic below far from any overflow

std::u32string scalars(std::string_view utf8) {
  std::u32string text;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t scalar = size == 1 ? lead : lead & (0xFFu >> (size + 1));
    for (std::size_t k = 1; k < size && i + k < utf8.size(); ++k) scalar = scalar << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3Fu);
    text += scalar;
    i += size;
  }
  return text;
}

std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool first) {
  delta = first ? delta / kDamp : delta / 2;
  delta += delta / points;
  std::uint32_t k = 0;
  for (; delta > ((kBase - kTMin) * kTMax) / 2; k += kBase) delta /= kBase - kTMin;
  return k + (kBase - kTMin + 1) * delta / (delta + kSkew);
}

char digit(std::uint32_t value) { return static_cast<char>(value < 26 ? 'a' + value : '0' + (value - 26)); }

void append_number(std::string& out, std::uint32_t value, std::uint32_t bias) {
  for (std::uint32_t k = kBase;; k += kBase) {
    const std::uint32_t t = k <= bias ? kTMin : k >= bias + kTMax ? kTMax : k - bias;
    if (value < t) break;
    out += digit(t + (value - t) % (kBase - t));
    value = (value - t) / (kBase - t);
  }
  out += digit(value);
}

// RFC 3492 section 6.3.
std::string punycode(const std::u32string& label) {
  std::string out;
  for (const char32_t c : label) {
    if (c < 0x80) out += static_cast<char>(c);
  }
  const auto basic = static_cast<std::uint32_t>(out.size());
  std::uint32_t handled = basic, n = kInitialN, delta = 0, bias = kInitialBias;
  if (basic > 0) out += '-';
  while (handled < label.size()) {
    std::uint32_t next = 0x110000;
    for (const char32_t c : label) {
      if (c >= n) next = std::min(next, static_cast<std::uint32_t>(c));
    }
    delta += (next - n) * (handled + 1);
    n = next;
    for (const char32_t c : label) {
      if (c < n) {
        ++delta;
      } else if (c == n) {
        append_number(out, delta, bias);
        bias = adapt(delta, handled + 1, handled == basic);
        delta = 0;
        ++handled;
      }
    }
    ++delta;
    ++n;
  }
  return out;
}

std::string comparable_label(std::string_view label) {
  const bool ascii = is_ascii(label);
  if (ascii || label.size() > 4 * kLabelOctets || !is_utf8(label)) return std::string(label);
  return "xn--" + punycode(scalars(label));
}

std::vector<std::string> unique(std::vector<std::string> list) {
  std::unordered_set<std::string> seen;
  std::erase_if(list, [&](const std::string& text) { return !seen.insert(text).second; });
  return list;
}

std::string_view kind_name(x509::GeneralNameKind kind) {
  switch (kind) {
    case x509::GeneralNameKind::email:
      return "email ";
    case x509::GeneralNameKind::uri:
      return "URI ";
    case x509::GeneralNameKind::directory:
      return "directory name ";
    case x509::GeneralNameKind::registered_id:
      return "registered id ";
    case x509::GeneralNameKind::other:
    case x509::GeneralNameKind::dns:
    case x509::GeneralNameKind::x400:
    case x509::GeneralNameKind::edi_party:
    case x509::GeneralNameKind::ip:
      break;
  }
  return "other name ";
}

// The common name where old clients could have taken it for the host.
std::optional<std::string> host_in_common_name(const x509::Certificate& certificate) {
  const std::optional<std::string> name = certificate.subject().common_name();
  if (!name) return std::nullopt;
  const std::string host = comparable_host(*name);
  const std::string_view bare = std::string_view(host).substr(host.starts_with("*.") ? 2 : 0);
  const bool is_host = bare.find('.') != std::string_view::npos && x509::HostName::parse(bare).ok();
  return is_host ? std::optional(host) : std::nullopt;
}

}  // namespace

std::string comparable_host(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  const std::string lower = to_lower_ascii(name);
  std::string host;
  for (std::size_t start = 0; start <= lower.size();) {
    const std::size_t dot = std::min(lower.find('.', start), lower.size());
    host += comparable_label(std::string_view(lower).substr(start, dot - start));
    if (dot < lower.size()) host += '.';
    start = dot + 1;
  }
  return host;
}

LeafNames::LeafNames(const x509::Certificate& certificate) {
  const auto& san = certificate.extensions().subject_alt_name;
  if (!san) {
    if (auto host = host_in_common_name(certificate)) hosts.push_back(std::move(*host));
    return;
  }
  for (const x509::GeneralName& name : *san) {
    if (name.kind == x509::GeneralNameKind::dns) {
      hosts.push_back(comparable_host(as_text(name.octets)));
    } else if (name.kind == x509::GeneralNameKind::ip) {
      addresses.push_back(name.to_string());
    } else {
      others.push_back(std::string(kind_name(name.kind)) + name.to_string());
    }
  }
}

std::vector<std::string> uncovered_hosts(const LeafNames& before, const LeafNames& after) {
  const std::unordered_set<std::string> known(after.hosts.begin(), after.hosts.end());
  std::vector<std::string> lost;
  for (const std::string& host : before.hosts) {
    const std::size_t dot = host.find('.');
    const bool wildcard = host.starts_with("*.");
    const bool covered =
        known.count(host) != 0 || (!wildcard && dot != 0 && dot != std::string::npos && known.count("*" + host.substr(dot)) != 0);
    if (!covered) lost.push_back(printable(host));
  }
  return unique(std::move(lost));
}

std::vector<std::string> without(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  const std::unordered_set<std::string> known(after.begin(), after.end());
  std::vector<std::string> lost;
  std::copy_if(before.begin(), before.end(), std::back_inserter(lost), [&](const std::string& text) { return known.count(text) == 0; });
  return unique(std::move(lost));
}

}  // namespace chainlint::facts
