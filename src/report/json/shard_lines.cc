#include "json/shard_lines.h"

#include "chainlint/crypto/digest.h"
#include "json/json_text.h"

namespace chainlint::report {
namespace {

std::string shard_line(std::string_view part, OrderedJson members) {
  OrderedJson json{{"kind", "shard"}, {"part", part}};
  json.update(members);
  return to_inert_json(json) + "\n";
}

RulePart part_of(const rules::Rule& rule) {
  const rules::RuleOutcome& outcome = *rule.outcome;
  RulePart part{rule.id,      rule.title, outcome.why, rule.source_path,   rule.severity,
                rule.subject, rule.about, rule.change, outcome.references, {}};
  for (const rules::Template& step : outcome.fix) part.fix.push_back(rules::describe(step));
  return part;
}

}  // namespace

Digest256 digest_of_lines(const Digest256& before, std::string_view line) {
  std::string text(as_text(before));
  text += line;
  return crypto::sha256(as_bytes(text));
}

std::string ShardLines::with_new_rules(const std::string& line_of_value) {
  std::string out;
  for (; written_rules_ < archive_.rules.size(); ++written_rules_) {
    out += shard_line("rule", {{"value", archive_.write(part_of(*archive_.rules[written_rules_]))}});
  }
  return out + line_of_value;
}

std::string ShardLines::run(const Shard& shard) {
  return shard_line(
      "run", {{"version", shard.run.version}, {"number", shard.number}, {"count", shard.count}, {"value", archive_.write(shard.run)}});
}

std::string ShardLines::bundle(const BundleReport& bundle) {
  archive_.forget_certificates();
  OrderedJson report = archive_.write(bundle), certificates = OrderedJson::array();
  for (const CertificateReport* certificate : archive_.certificates) certificates.push_back(archive_.write(*certificate));
  return with_new_rules(
      shard_line("bundle", {{"number", bundle.number}, {"value", OrderedJson::array({std::move(certificates), std::move(report)})}}));
}

std::string ShardLines::outcome(const ShardOutcome& outcome) {
  return with_new_rules(shard_line("outcome", {{"value", archive_.write(outcome)}}));
}

std::string ShardLines::end() const { return shard_line("end", {{"sha256", to_hex(digest_)}}); }

void ShardLines::note(std::string_view lines) {
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    digest_ = digest_of_lines(digest_, lines.substr(0, end));
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
  }
}

}  // namespace chainlint::report
