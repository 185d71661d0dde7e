#include "pem/pem_sections.h"

#include <algorithm>
#include <span>

#include "chainlint/base/text.h"
#include "chainlint/x509/self_signed.h"
#include "values/value_names.h"

namespace chainlint::formats {

void InlineSections::pass(std::string_view text) {
  const std::size_t open = text.rfind("<ca>"), close = text.rfind("</ca>");
  if (open != std::string_view::npos && (close == std::string_view::npos || close < open)) {
    in_ca_ = true;
  } else if (close != std::string_view::npos) {
    in_ca_ = false;
  }
}

void InlineSections::enter_value(std::string_view setting) {
  in_ca_value_ = is_ca_name(setting);
  in_truststore_ = in_ca_value_ && to_lower_ascii(setting).find("trust") != std::string::npos;
}

void InlineSections::mark(std::size_t first) {
  if (!in_ca_ && !in_ca_value_) return;
  for (Entry& entry : std::span(container_.entries).subspan(first)) {
    if (entry.certificate == nullptr) continue;
    entry.for_trust |= in_truststore_ || x509::looks_self_signed(*entry.certificate);
    if (!entry.for_trust) intermediates_.insert(entry.certificate->sha256());
  }
}

void InlineSections::divide() {
  const auto begin = container_.entries.begin() + static_cast<std::ptrdiff_t>(begin_);
  if (!intermediates_.empty()) {
    std::stable_partition(begin, container_.entries.end(), [&](const Entry& entry) {
      return entry.certificate == nullptr || intermediates_.count(entry.certificate->sha256()) == 0;
    });
  }
  const auto own = std::span(container_.entries).subspan(begin_);
  if (std::none_of(own.begin(), own.end(), [](const Entry& entry) { return entry.for_trust; })) return;
  for (Entry& entry : own) entry.unit = entry.for_trust ? "ca" : "cert";
}

}  // namespace chainlint::formats
