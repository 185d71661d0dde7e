// Subject alternative names that match no host, and why a host is not covered.

#include <algorithm>
#include <array>
#include <optional>

#include "certificate/name_coverage.h"
#include "certificate/unmatched_names.h"
#include "chain/place.h"
#include "chainlint/base/text.h"
#include "chainlint/facts/renewal.h"
#include "chainlint/x509/host_name.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr auto kKinds = std::span<const std::string_view>(kUnmatchedNames).subspan(1);  // without "none"
constexpr std::size_t kMostNamed = 3;
constexpr std::size_t kLongestNamed = 60;
constexpr std::size_t kMostWanted = 20;

std::string named(std::string_view name) {
  std::string text = printable(name);
  if (text.size() > kLongestNamed) {
    std::size_t end = kLongestNamed;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
    text = text.substr(0, end) + "...";
  }
  return "'" + text + "'";
}

std::vector<std::string_view> dns_names(const x509::Certificate& certificate) {
  std::vector<std::string_view> names;
  if (const auto& san = certificate.extensions().subject_alt_name) {
    for (const x509::GeneralName& name : *san) {
      if (name.kind == x509::GeneralNameKind::dns) names.push_back(as_text(name.octets));
    }
  }
  return names;
}

std::vector<std::string_view> unmatched(const x509::Certificate& certificate) {
  std::vector<std::string_view> names = dns_names(certificate);
  std::erase_if(names, [](std::string_view name) { return unmatched_name(name) == UnmatchedName::none; });
  return names;
}

FactValue all_unmatched(const x509::Certificate& certificate) {
  if (!certificate.extensions().subject_alt_name) return Absent{};
  std::vector<std::string> names;
  for (const std::string_view name : unmatched(certificate)) names.push_back(name.empty() ? "an empty name" : printable(name));
  return names;
}

FactValue unmatched_kinds(const x509::Certificate& certificate) {
  if (!certificate.extensions().subject_alt_name) return Absent{};
  std::vector<std::string> kinds;
  for (const std::string_view name : unmatched(certificate)) push_unique(kinds, std::string(to_string(unmatched_name(name))));
  return kinds;
}

// A name that clients do not match, and why: the predicate of a sentence.
struct Reason {
  std::string name, why;
};

// One text per name.
FactValue reason_texts(const std::vector<Reason>& reasons) {
  std::vector<std::string> texts;
  for (const Reason& reason : reasons) texts.push_back(reason.name + " " + reason.why);
  return texts.empty() ? FactValue(Absent{}) : FactValue(std::move(texts));
}

Reason reason_of(std::string_view dns_name) {
  return {dns_name.empty() ? "a DNS entry" : named(dns_name), why_unmatched(unmatched_name(dns_name))};
}

FactValue unmatched_text(const x509::Certificate& certificate) {
  std::vector<Reason> reasons;
  for (const std::string_view name : unmatched(certificate)) reasons.push_back(reason_of(name));
  return reason_texts(reasons);
}

// A URI of a protocol whose clients compare the host of the address with DNS and IP entries alone. SIP (RFC 5922), SPIFFE and others
// compare the URI.
bool is_address_of_page(std::string_view uri) {
  constexpr std::array<std::string_view, 7> kSchemes = {"http", "https", "ws", "wss", "ftp", "ldap", "ldaps"};
  const std::string scheme = to_lower_ascii(uri.substr(0, uri.find(':')));
  return uri.find(':') == std::string_view::npos || std::find(kSchemes.begin(), kSchemes.end(), scheme) != kSchemes.end();
}

// Why no client of a server matches the name; nothing where some client does, of whatever protocol.
std::optional<Reason> why_unusable(const x509::GeneralName& name) {
  if (name.kind == x509::GeneralNameKind::dns) {
    return matched_by_some(unmatched_name(as_text(name.octets))) ? std::nullopt : std::optional(reason_of(as_text(name.octets)));
  }
  const std::string shown = named(name.to_string());
  switch (name.kind) {
    case x509::GeneralNameKind::ip:
      if (name.octets.size() == 4 || name.octets.size() == 16) return std::nullopt;
      return Reason{shown, "is an IP entry of " + std::to_string(name.octets.size()) + " bytes; addresses have 4 or 16"};
    case x509::GeneralNameKind::uri:
      if (!is_address_of_page(as_text(name.octets))) return std::nullopt;
      return Reason{shown, "is a URI entry, which is not compared with host names"};
    case x509::GeneralNameKind::email:
      return Reason{shown, "is an e-mail address"};
    case x509::GeneralNameKind::other:
      if (!name.to_string().starts_with("userPrincipalName:")) return std::nullopt;
      return Reason{shown, "is a user name"};
    case x509::GeneralNameKind::dns:
    case x509::GeneralNameKind::directory:
    case x509::GeneralNameKind::registered_id:
    case x509::GeneralNameKind::x400:
    case x509::GeneralNameKind::edi_party:
      break;
  }
  return Reason{shown, "is neither a DNS name nor an address"};
}

FactValue usable_names(const x509::Certificate& certificate) {
  const auto& san = certificate.extensions().subject_alt_name;
  if (!san) return Absent{};
  std::vector<std::string> names;
  for (const x509::GeneralName& name : *san) {
    if (!why_unusable(name)) names.push_back(name.to_string());
  }
  return names;
}

FactValue unusable_text(const x509::Certificate& certificate) {
  const auto& san = certificate.extensions().subject_alt_name;
  if (!san) return Absent{};
  if (san->empty()) return std::vector<std::string>{"the extension is empty"};
  std::vector<Reason> reasons;
  for (const x509::GeneralName& name : *san) {
    if (std::optional<Reason> reason = why_unusable(name)) reasons.push_back(std::move(*reason));
  }
  return reason_texts(reasons);
}

FactValue replacements(const x509::Certificate& certificate) {
  std::string text;
  std::size_t count = 0;
  for (const std::string_view name : unmatched(certificate)) {
    const std::string entry = replacement_of(name);
    if (entry.empty()) return Absent{};
    if (++count <= kMostNamed) text += (text.empty() ? "" : ",") + printable(entry);
  }
  return count > kMostNamed ? FactValue(Absent{}) : text_or_absent(std::move(text));
}

// The requested hosts that the certificate does not cover.
std::vector<const x509::HostName*> uncovered(const FactContext& context, const x509::Certificate& certificate) {
  std::vector<const x509::HostName*> hosts;
  for (const x509::HostName& host : context.request.hosts) {
    if (!x509::covers(certificate, host)) hosts.push_back(&host);
  }
  return hosts;
}

// Label by label, with a '*' for any part of a label: the likely intention of a wildcard. The text before the first and after the last '*'
// decides.
bool loosely_matches(std::string_view pattern, std::string_view host) {
  while (true) {
    const std::size_t dot = pattern.find('.'), other = host.find('.');
    const std::string_view wanted = pattern.substr(0, dot), label = host.substr(0, other);
    const std::size_t first = wanted.find('*'), last = wanted.rfind('*');
    if (first == std::string_view::npos) {
      if (!equal_ignoring_ascii_case(wanted, label)) return false;
    } else {
      const std::string_view head = wanted.substr(0, first), tail = wanted.substr(last + 1);
      if (label.size() < head.size() + tail.size() || !equal_ignoring_ascii_case(label.substr(0, head.size()), head) ||
          !equal_ignoring_ascii_case(label.substr(label.size() - tail.size()), tail)) {
        return false;
      }
    }
    if (dot == std::string_view::npos || other == std::string_view::npos) return dot == other;
    pattern.remove_prefix(dot + 1);
    host.remove_prefix(other + 1);
  }
}

// The entry that was written for this host and that no client accepts for it.
std::optional<std::string_view> meant_for(const x509::HostName& host, const std::vector<std::string_view>& names) {
  for (const std::string_view name : names) {
    const std::string entry = replacement_of(name);
    const std::string_view written = std::string_view(entry).substr(std::min<std::size_t>(entry.size(), entry.find(':') + 1));
    const bool same = !entry.empty() && (host.is_ip() ? written == host.to_string()
                                                      : !written.starts_with('*') && x509::dns_pattern_covers(written, host.dns()));
    const bool pattern = unmatched_name(name) == UnmatchedName::wildcard && !host.is_ip() && loosely_matches(name, host.dns());
    const bool inside = unmatched_name(name) == UnmatchedName::blank && name.find(host.to_string()) != std::string_view::npos;
    if (same || pattern || inside) return name;
  }
  return std::nullopt;
}

// "'*.example.com' stands for one label only".
std::string near_wildcard(const x509::HostName& host, const std::vector<std::string_view>& names) {
  for (const std::string_view name : names) {
    if (host.is_ip() || !name.starts_with("*.") || unmatched_name(name) != UnmatchedName::none) continue;
    const std::string base = to_lower_ascii(name.substr(2));
    if (host.dns() == base) return named(name) + " does not cover " + named(base) + " itself";
    if (host.dns().ends_with("." + base)) return named(name) + " matches one label only";
  }
  return "";
}

std::string what_is_covered(const x509::Certificate& certificate) {
  std::vector<std::string> names;
  if (const auto& san = certificate.extensions().subject_alt_name) {
    for (const x509::GeneralName& name : *san) {
      const bool matches = name.kind == x509::GeneralNameKind::ip ||
                           (name.kind == x509::GeneralNameKind::dns && unmatched_name(as_text(name.octets)) == UnmatchedName::none);
      if (matches) names.push_back(printable(name.to_string()));
    }
  }
  if (names.empty()) return "subjectAltName has no DNS or IP entry";
  std::string text = "covered names: ";
  for (std::size_t i = 0; i < names.size() && i < kMostNamed; ++i) {
    const std::string name = named(names[i]);
    text += (i == 0 ? "" : ", ") + name.substr(1, name.size() - 2);
  }
  if (names.size() > kMostNamed) text += " and " + std::to_string(names.size() - kMostNamed) + " more";
  return text;
}

FactValue why_uncovered(const FactContext& context, const Subject& subject) {
  const x509::Certificate& certificate = certificate_of(subject, context);
  const std::vector<const x509::HostName*> hosts = uncovered(context, certificate);
  if (hosts.empty()) return Absent{};
  const std::vector<std::string_view> names = dns_names(certificate), bad = unmatched(certificate);
  for (const x509::HostName* host : hosts) {
    if (const auto name = meant_for(*host, bad)) return named(*name) + " " + why_unmatched(unmatched_name(*name));
  }
  for (const x509::HostName* host : hosts) {
    if (std::string near = near_wildcard(*host, names); !near.empty()) return near;
  }
  return what_is_covered(certificate);
}

FactValue is_meant_for_host(const FactContext& context, const Subject& subject) {
  const x509::Certificate& certificate = certificate_of(subject, context);
  const std::vector<const x509::HostName*> hosts = uncovered(context, certificate);
  if (hosts.empty()) return Absent{};
  const std::vector<std::string_view> bad = unmatched(certificate);
  return std::any_of(hosts.begin(), hosts.end(), [&](const x509::HostName* host) { return meant_for(*host, bad).has_value(); });
}

// As `openssl req -addext subjectAltName=` takes them.
std::string uncovered_entries(const FactContext& context, const Subject& subject) {
  std::string text;
  for (const x509::HostName* host : uncovered(context, certificate_of(subject, context))) {
    text += (text.empty() ? "" : ",") + std::string(host->is_ip() ? "IP:" : "DNS:") + host->to_string();
  }
  return text;
}

// Names of the deployed leaf that the new one lacks, as entries.
std::vector<std::string> dropped_entries(const FactContext& context, const x509::Certificate& certificate) {
  const x509::Certificate* before = context.renewal == nullptr ? nullptr : leaf_of(context.renewal->previous);
  if (before == nullptr || &certificate != leaf_of(context)) return {};
  const LeafNames was(*before), is(certificate);
  std::vector<std::string> entries;
  for (const std::string& host : uncovered_hosts(was, is)) entries.push_back("DNS:" + host);
  for (const std::string& address : without(was.addresses, is.addresses)) entries.push_back("IP:" + address);
  return entries;
}

FactValue common_name_entry(const x509::Certificate& certificate) {
  const std::optional<std::string> name = certificate.subject().common_name();
  if (!name) return Absent{};
  if (const std::string entry = replacement_of(*name); !entry.empty()) return text(printable(entry));
  return unmatched_name(*name) == UnmatchedName::none ? text(printable("DNS:" + *name)) : FactValue(Absent{});
}

// Those, the names of the certificate that clients match or once matched, and the names that a renewal dropped. More than a command line
// takes are no help.
FactValue wanted_entries(const FactContext& context, const Subject& subject) {
  const x509::Certificate& certificate = certificate_of(subject, context);
  std::string entries = uncovered_entries(context, subject);
  const std::vector<std::string> dropped = dropped_entries(context, certificate);
  std::size_t count = dropped.size();
  if (count > kMostWanted) return Absent{};
  const auto add = [&](const std::string& entry) {
    if (("," + entries + ",").find("," + entry + ",") == std::string::npos) entries += (entries.empty() ? "" : ",") + entry;
  };
  std::for_each(dropped.begin(), dropped.end(), add);
  if (const auto& san = certificate.extensions().subject_alt_name) {
    for (const x509::GeneralName& name : *san) {
      const bool dns = name.kind == x509::GeneralNameKind::dns && unmatched_name(as_text(name.octets)) == UnmatchedName::none;
      if (!dns && name.kind != x509::GeneralNameKind::ip) continue;
      if (++count > kMostWanted) return Absent{};
      entries += (entries.empty() ? "" : ",") + std::string(dns ? "DNS:" : "IP:") + printable(name.to_string());
    }
  } else if (const FactValue name = common_name_entry(certificate);
             !LeafNames(certificate).hosts.empty() && !std::holds_alternative<Absent>(name)) {
    add(to_string(name));
  }
  return text_or_absent(std::move(entries));
}

}  // namespace

FactTable unmatched_name_fact_table() {
  const FactsAbout certificate(SubjectKind::certificate);
  return {
      certificate.list("san.unmatched",
                       "The DNS names that match no host in current clients: addresses, partial wildcards, U-labels, URLs, ...",
                       all_unmatched),
      certificate.list("san.unmatched.kinds", kKinds, "What is wrong with the DNS names that match no host, each kind once.",
                       unmatched_kinds),
      certificate.list("san.unmatched.text", "The DNS names that match no host, each with the reason; absent without any.", unmatched_text),
      certificate.list("san.usable",
                       "The subject alternative names that some client matches: DNS names and addresses of hosts, and names that other "
                       "protocols compare (spiffe:, sip:, SRV names); absent without the extension.",
                       usable_names),
      certificate.list("san.unusable.text",
                       "The subject alternative names that no client of a server matches, each with the reason; absent without any.",
                       unusable_text),
      certificate.text("san.unmatched.replacement",
                       "What to request instead of the DNS names that match no host: 'IP:192.0.2.1'; absent where it cannot be determined.",
                       replacements),
      certificate.text(
          "subject.cn.entry",
          "The common name as an entry of a subjectAltName: 'DNS:www.example.com', 'IP:192.0.2.1'; absent where it is not a host.",
          common_name_entry),
      certificate.text("hosts.uncovered.why",
                       "Why the first uncovered host is not covered: the name that nearly covers it, else the names of the certificate.",
                       why_uncovered),
      certificate.boolean("hosts.uncovered.written",
                          "A DNS name that matches no host was intended for a host that is not covered; absent where all are covered.",
                          is_meant_for_host),
      certificate.text(
          "hosts.uncovered.entries", "The hosts that are not covered as entries of a subjectAltName: 'DNS:www.example.com,IP:192.0.2.1'.",
          [](const FactContext& context, const Subject& subject) { return text_or_absent(uncovered_entries(context, subject)); }),
      certificate.text("hosts.wanted.entries",
                       "The names of the certificate, the hosts that are not covered and the names that a renewal dropped, as entries of "
                       "a subjectAltName; absent where there are more than 20 names.",
                       wanted_entries),
  };
}

}  // namespace chainlint::facts
