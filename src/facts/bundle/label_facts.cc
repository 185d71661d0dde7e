// Friendly names, aliases and file names that are about another certificate than the one they are at.

#include <algorithm>
#include <array>
#include <charconv>

#include "chain/place.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/host_name.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

// Numbers outside are no years: 2048 is the size of a key, 2000 the version of a program.
constexpr int kFirstYear = 2010;
constexpr int kLastYear = 2039;

// A year behind one of these is the version of a product.
constexpr std::array<std::string_view, 12> kProducts = {"windows", "win", "server", "srv",   "exchange",   "sql",
                                                        "iis",     "w",   "office", "skype", "sharepoint", "rds"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

int number_of(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

// The year of "2025" and of "20250131".
std::optional<int> year_of(std::string_view digits) {
  const int year = digits.size() >= 4 ? number_of(digits.substr(0, 4)) : 0;
  if (year < kFirstYear || year > kLastYear) return std::nullopt;
  if (digits.size() == 8) {
    const int month = number_of(digits.substr(4, 2));
    const int day = number_of(digits.substr(6, 2));
    return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? std::optional(year) : std::nullopt;
  }
  return digits.size() == 4 ? std::optional(year) : std::nullopt;
}

bool names_a_product(std::string_view before) {
  while (!before.empty() && !is_letter(before.back()) && !is_digit(before.back())) before.remove_suffix(1);
  std::size_t begin = before.size();
  while (begin > 0 && is_letter(before[begin - 1])) --begin;
  const std::string word = to_lower_ascii(before.substr(begin));
  return std::find(kProducts.begin(), kProducts.end(), word) != kProducts.end();
}

// The years that a text names, product versions left out.
std::vector<int> years_in(std::string_view text) {
  std::vector<int> years;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end == at) {
      ++at;
      continue;
    }
    const bool alone = (at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end]));
    const std::optional<int> year = alone ? year_of(text.substr(at, end - at)) : std::nullopt;
    if (year && !names_a_product(text.substr(0, at))) years.push_back(*year);
    at = end;
  }
  return years;
}

int year_of(Instant time) { return number_of(time.date().substr(0, 4)); }

std::string_view top_label(std::string_view name) { return name.substr(name.rfind('.') + 1); }

bool is_within(std::string_view name, std::string_view zone) {
  return equal_ignoring_ascii_case(name, zone) || (name.size() > zone.size() && name[name.size() - zone.size() - 1] == '.' &&
                                                   equal_ignoring_ascii_case(name.substr(name.size() - zone.size()), zone));
}

std::string_view without_wildcard(std::string_view name) {
  return name.starts_with("*.") || name.starts_with("_.") ? name.substr(2) : name;
}

// Only a text whose top-level domain one of the leaf's names has is taken for a host: "fullchain.old" and "site.v2" are none. One that lies
// above or below a name of the leaf is its label in short.
bool is_foreign_host(std::string_view text, const std::vector<std::string_view>& names) {
  const std::string_view host = without_wildcard(text);
  if (host.find('.') == std::string_view::npos || !x509::HostName::parse(host).ok()) return false;
  bool same_top = false;
  for (const std::string_view name : names) {
    const std::string_view own = without_wildcard(name);
    if (is_within(own, host) || is_within(host, own)) return false;
    same_top = same_top || equal_ignoring_ascii_case(top_label(own), top_label(host));
  }
  return same_top;
}

std::vector<std::string> hosts_in(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '*' || c == '_') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  words.push_back(std::move(word));
  return words;
}

std::vector<std::string_view> dns_names_of(const x509::Certificate& certificate) {
  std::vector<std::string_view> found;
  if (const auto& names = certificate.extensions().subject_alt_name) {
    for (const x509::GeneralName& name : *names) {
      if (name.kind == x509::GeneralNameKind::dns) found.push_back(as_text(name.octets));
    }
  }
  return found;
}

void compare_label(std::string_view what, std::string_view label, const x509::Certificate& leaf, std::vector<std::string>& found) {
  if (label.empty() || label.size() > FactLimits::kLabelBytes || !leaf.not_before() || !leaf.not_after()) return;
  const std::vector<int> years = years_in(label);
  const int first = year_of(*leaf.not_before());
  const int last = year_of(*leaf.not_after());
  const bool fits = std::any_of(years.begin(), years.end(), [&](int year) { return year >= first && year <= last; });
  if (!years.empty() && !fits) {
    found.push_back(std::string(what) + " " + in_quotes(label) + " contains " + std::to_string(years.front()) +
                    ", but the certificate is valid from " + leaf.not_before()->date() + " to " + leaf.not_after()->date());
  }
  const std::vector<std::string_view> names = dns_names_of(leaf);
  for (const std::string& word : hosts_in(label)) {
    if (is_foreign_host(word, names)) {
      found.push_back(std::string(what) + " " + in_quotes(label) + " names " + in_quotes(word) + ", which is not in the certificate");
      return;
    }
  }
}

// "site" of "certs/site.pem".
std::string_view bare_file_name(std::string_view path) {
  std::string_view name = path.substr(path.find_last_of("/\\!:") + 1);
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? name : name.substr(0, dot);
}

FactValue stale_labels(const FactContext& context, const Subject& subject) {
  const chain::Member* member = member_of(subject, context);
  if (member == nullptr || member->entries.empty() || step_of(subject, context) != std::size_t{0}) return Absent{};
  const formats::Entry& entry = *context.analysis.entries[member->entries.front()];
  std::vector<std::string> found;
  compare_label("label", entry.label, *member->certificate, found);
  if (entry.unit != entry.label) compare_label("alias", entry.unit, *member->certificate, found);
  compare_label("file name", bare_file_name(entry.location.path), *member->certificate, found);
  return found;
}

}  // namespace

FactTable label_fact_table() {
  const FactsAbout certificate(SubjectKind::certificate);
  return {
      certificate.list(
          "labels.stale",
          "How friendly name, alias or file name of the leaf contradict the certificate: another year or host; absent for others.",
          stale_labels),
  };
}

}  // namespace chainlint::facts
