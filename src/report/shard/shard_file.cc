#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <map>
#include <system_error>
#include <unordered_map>

#include "archive/archive_reader.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/report/shard.h"
#include "json/shard_lines.h"

namespace chainlint::report {

using ShardJson = ArchiveReader::Json;

struct ShardTables {
  std::map<std::string, std::unique_ptr<const rules::Rule>> rules;  // by what was written of them
  std::unordered_map<Digest256, std::weak_ptr<const CertificateReport>, DigestHash> certificates;
};

std::shared_ptr<ShardTables> make_shard_tables() { return std::make_shared<ShardTables>(); }

namespace {

constexpr std::string_view kFirstLine = "{\"kind\":\"run\",";

enum class Line { complete, cut, too_long, none };

Line read_line(std::istream& file, std::string& line) {
  std::array<char, 1 << 16> buffer{};
  line.clear();
  while (true) {
    file.getline(buffer.data(), buffer.size());
    const auto count = static_cast<std::size_t>(file.gcount());
    if (file.good()) {
      line.append(buffer.data(), count - 1);
      return Line::complete;
    }
    line.append(buffer.data(), count);
    if (file.eof()) return line.empty() ? Line::none : Line::cut;
    if (count == 0 || file.bad()) return Line::cut;
    if (line.size() > ShardLimits::kLineBytes) return Line::too_long;
    file.clear();
  }
}

std::string shard_name(std::size_t number, std::size_t count) {
  return count == 0 ? "this shard" : "shard " + std::to_string(number) + "/" + std::to_string(count);
}

// "bundle" of a line of a shard; empty of any other line.
std::string_view part_of(std::string_view line) {
  if (!line.starts_with(kShardLine)) return {};
  line.remove_prefix(kShardLine.size());
  return line.substr(0, line.find('"'));
}

// The number that such a line has behind its part.
std::optional<std::size_t> number_in(std::string_view line, std::string_view part) {
  constexpr std::string_view kNumber = "\",\"number\":";
  line.remove_prefix(kShardLine.size() + part.size());
  if (!line.starts_with(kNumber)) return std::nullopt;
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(line.data() + kNumber.size(), line.data() + line.size(), number);
  if (error != std::errc() || end == line.data() + line.size() || *end != ',') return std::nullopt;
  return number;
}

// Of an object; null where it has no such member.
const ShardJson& member(const ShardJson& json, const char* name) {  // borrowed from `json`
  static const ShardJson kNone;
  if (!json.is_object()) return kNone;
  const auto found = json.find(name);
  return found == json.end() ? kNone : *found;
}

ShardJson parse(const std::string& line) { return ShardJson::parse(line, nullptr, false); }

template <class T>
bool all_below(const std::vector<std::size_t>& indexes, const std::vector<T>& items) {
  return std::all_of(indexes.begin(), indexes.end(), [&](std::size_t index) { return index < items.size(); });
}

bool all_known(const std::vector<ChainStepReport>& steps) {
  return std::all_of(steps.begin(), steps.end(), [](const ChainStepReport& step) { return step.certificate != nullptr; });
}

bool is_consistent(const renewal::RenewalReview& renewal, const BundleReport& bundle) {
  const auto fits = [&](const renewal::Change& change) {
    return all_below(change.findings, bundle.findings) && all_below(change.open, bundle.not_evaluated);
  };
  return renewal.brought.size() == bundle.findings.size() && renewal.brought_open.size() == bundle.not_evaluated.size() &&
         all_below(renewal.others, bundle.findings) && std::all_of(renewal.changes.begin(), renewal.changes.end(), fits);
}

// Writers rely on this.
bool is_consistent(const BundleReport& bundle) {
  const auto entry_fits = [&](const EntryReport& entry) {
    return (entry.kind != formats::EntryKind::certificate || entry.certificate != nullptr) && all_below(entry.matches, bundle.entries);
  };
  const auto tried_fits = [](const TriedReport& tried) { return tried.names.size() == tried.sha256.size(); };
  return !bundle.of_run && std::all_of(bundle.entries.begin(), bundle.entries.end(), entry_fits) && all_known(bundle.sent) &&
         all_known(bundle.path) && (bundle.path.empty() || bundle.stop) && !bundle.files.empty() &&
         (!bundle.tried || std::all_of(bundle.tried->begin(), bundle.tried->end(), tried_fits)) &&
         (!bundle.sending || std::all_of(bundle.sending->alternatives.begin(), bundle.sending->alternatives.end(),
                                         [](const SendingReport::Alternative& each) { return all_known(each.sent); })) &&
         (!bundle.renewal || is_consistent(*bundle.renewal, bundle));
}

bool is_consistent(const ShardOutcome& outcome, const ShardedRun& run, const std::vector<std::size_t>& places) {
  const bool decided = std::all_of(outcome.waivers.begin(), outcome.waivers.end(), [](const auto& waiver) { return waiver.decided; });
  const auto of_run = [](const BundleReport& bundle) { return bundle.of_run && bundle.entries.empty() && bundle.path.empty(); };
  const auto is_new = [&](std::size_t number) { return !std::binary_search(places.begin(), places.end(), number); };
  return outcome.of_run.size() == (decided ? 1u : 3u) && std::all_of(outcome.of_run.begin(), outcome.of_run.end(), of_run) &&
         all_below(outcome.unchecked, run.bundles) && std::is_sorted(outcome.unchecked.begin(), outcome.unchecked.end()) &&
         std::all_of(outcome.unchecked.begin(), outcome.unchecked.end(), is_new);
}

const rules::Rule* rule_from(const ShardJson& json, ShardTables& tables) {
  RulePart part;
  ArchiveReader reader;
  reader.read(json, part);
  if (!reader.ok()) return nullptr;
  std::unique_ptr<const rules::Rule>& kept = tables.rules[json.dump(-1, ' ', false, ShardJson::error_handler_t::replace)];
  if (kept != nullptr) return kept.get();
  auto rule = std::make_unique<rules::Rule>();
  rule->id = std::move(part.id);
  rule->title = std::move(part.title);
  rule->source_path = std::move(part.source_path);
  rule->severity = part.severity;
  rule->subject = part.subject;
  rule->about = part.about;
  rule->change = part.change;
  rules::RuleOutcome outcome;
  outcome.why = std::move(part.why);
  outcome.references = std::move(part.references);
  for (std::string& step : part.fix) outcome.fix.push_back({std::move(step), nullptr});
  rule->outcome = std::move(outcome);
  kept = std::move(rule);
  return kept.get();
}

// Null where it is not one.
CertificateReportPtr certificate_from(const ShardJson& json, bool with_details, ShardTables& tables) {
  const std::string text = json.dump(-1, ' ', false, ShardJson::error_handler_t::replace);
  std::weak_ptr<const CertificateReport>& known = tables.certificates[crypto::sha256(as_bytes(text))];
  if (auto shared = known.lock()) return shared;
  auto certificate = std::make_shared<CertificateReport>();
  ArchiveReader reader;
  reader.read(json, *certificate);
  if (!reader.ok()) return nullptr;
  if (!with_details) certificate->details.reset();
  known = certificate;
  return certificate;
}

}  // namespace

std::string ShardFile::damaged(const std::string& what) const {
  return in_quotes(path_) + " is damaged at line " + std::to_string(line_) + ": " + what + "; run " + shard_name(number_, count_) +
         " again";
}

Result<ShardFile, std::string> ShardFile::open(const std::string& path, std::shared_ptr<ShardTables> tables, std::string_view version) {
  ShardFile file(path, std::move(tables));
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return in_quotes(path) + (std::filesystem::exists(path, error) ? " is not a file" : " does not exist");
  }
  file.file_ = std::make_unique<std::ifstream>(path, std::ios::binary);
  if (!*file.file_) return in_quotes(path) + " cannot be read";
  if (std::string problem = file.check(version); !problem.empty()) return problem;
  file.file_->clear();
  file.file_->seekg(0);
  file.line_ = 0;
  return file;
}

std::string ShardFile::no_shard() const {
  return in_quotes(path_) + " is not the report of a shard; 'chainlint check --shard K/N --format jsonl --report FILE' writes one";
}

std::string ShardFile::incomplete() const {
  return in_quotes(path_) + " is incomplete, because the run that wrote it did not finish; run " + shard_name(number_, count_) + " again";
}

// Reads all lines but the bundles, whose places it notes.
std::string ShardFile::check(std::string_view version) {
  Digest256 digest{};
  bool has_outcome = false;
  std::string line;
  while (true) {
    const Line read = read_line(*file_, line);
    ++line_;
    if (line_ == 1 && !line.starts_with(kFirstLine)) return no_shard();
    if (read == Line::too_long) return damaged("the line has more than " + std::to_string(ShardLimits::kLineBytes) + " bytes");
    if (read == Line::none && count_ == 0) return no_shard();
    if (read != Line::complete) return incomplete();
    const std::string_view part = part_of(line);
    if (part == "end") break;
    digest = digest_of_lines(digest, line);
    if (part.empty()) continue;
    if (part != "run" && count_ == 0) return damaged("the line for the whole run is missing");
    if (has_outcome) return damaged("there are lines after the last one");
    if (std::string problem = part == "run" ? check_run(line, version) : check_part(part, line); !problem.empty()) return problem;
    has_outcome = part == "outcome";
  }
  const ShardJson last = parse(line);
  const ShardJson& written = member(last, "sha256");
  if (!has_outcome || !written.is_string() || written.get_ref<const std::string&>() != to_hex(digest)) {
    return in_quotes(path_) + " is damaged: its lines are not those that the shard wrote; run " + shard_name(number_, count_) + " again";
  }
  return read_line(*file_, line) == Line::none ? "" : damaged("there are lines after the last one");
}

std::string ShardFile::check_part(std::string_view part, const std::string& line) {
  if (part == "bundle") {
    const std::optional<std::size_t> place = number_in(line, part);
    const bool in_order = place && *place < run_.bundles.size() && (places_.empty() || places_.back() <= *place);
    if (!in_order) return damaged("the number of the bundle is missing or out of order");
    places_.push_back(*place);
    return "";
  }
  if (part == "rule") {
    const rules::Rule* rule = rule_from(member(parse(line), "value"), *tables_);
    if (rule == nullptr) return damaged("the rule cannot be read");
    rules_.push_back(rule);
    return "";
  }
  if (part != "outcome") return damaged("the line is of an unknown kind");
  ArchiveReader reader;
  reader.rules = &rules_;
  reader.read(member(parse(line), "value"), outcome_);
  return reader.ok() && is_consistent(outcome_, run_, places_) ? "" : damaged("the end of the run cannot be read");
}

std::string ShardFile::check_run(const std::string& line, std::string_view version) {
  if (count_ != 0) return damaged("there are lines of two shards");
  const ShardJson json = parse(line);
  const ShardJson &number = member(json, "number"), &count = member(json, "count"), &by = member(json, "version");
  if (!by.is_string()) return damaged("the line for the whole run cannot be read");
  if (by.get_ref<const std::string&>() != version) {
    return in_quotes(path_) + " was written by chainlint " + printable(by.get_ref<const std::string&>()) + ", but this is chainlint " +
           std::string(version) + "; check and merge with the same version";
  }
  ArchiveReader reader;
  std::size_t k = 0, n = 0;
  reader.read(number, k);
  reader.read(count, n);
  reader.read(member(json, "value"), run_);
  const auto has_file = [](const ShardedRun::Bundle& bundle) { return !bundle.files.empty(); };
  if (!reader.ok() || !std::all_of(run_.bundles.begin(), run_.bundles.end(), has_file) || k == 0 || k > n || n > ShardLimits::kCount ||
      run_.most_targets == 0) {
    return damaged("the line for the whole run cannot be read");
  }
  number_ = k;
  count_ = n;
  return "";
}

Result<std::optional<BundleReport>, std::string> ShardFile::next() {
  std::string line;
  while (read_line(*file_, line) == Line::complete) {
    ++line_;
    const std::string_view part = part_of(line);
    if (part == "outcome") return std::optional<BundleReport>();
    if (part != "bundle") continue;
    const ShardJson json = parse(line);
    const ShardJson& value = member(json, "value");
    if (!value.is_array() || value.size() != 2 || !value[0].is_array()) return damaged("the bundle cannot be read");
    std::vector<CertificateReportPtr> certificates;
    for (const ShardJson& each : value[0]) {
      certificates.push_back(certificate_from(each, keeps_details_, *tables_));
      if (certificates.back() == nullptr) return damaged("a certificate of the bundle cannot be read");
    }
    ArchiveReader reader;
    reader.certificates = &certificates;
    reader.rules = &rules_;
    std::optional<BundleReport> bundle(std::in_place);
    reader.read(value[1], *bundle);
    if (!reader.ok() || !is_consistent(*bundle) || bundle->number != number_in(line, part)) return damaged("the bundle cannot be read");
    return bundle;
  }
  return damaged("the file was changed while it was read");
}

namespace {

template <class T>
bool differ(const T& a, const T& b) {
  return ArchiveWriter().write(a) != ArchiveWriter().write(b);
}

// The first that is in one list and not at the same place in the other; nothing where all are equal.
template <class T>
std::optional<std::string> first_other(const std::vector<T>& a, const std::vector<T>& b, std::string T::*name) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    if (i < a.size() && i < b.size() && !differ(a[i], b[i])) continue;
    return i < a.size() ? a[i].*name : b[i].*name;
  }
  return std::nullopt;
}

// The evaluation time is compared as such.
std::vector<std::string> without_time(std::vector<std::string> arguments) {
  const auto at = std::find(arguments.begin(), arguments.end(), "--at");
  if (arguments.end() - at >= 2) arguments.erase(at, at + 2);
  return arguments;
}

constexpr std::size_t kShownWords = 4;

std::string words_from(const std::vector<std::string>& arguments, std::size_t first) {
  std::string words;
  for (std::size_t i = first; i < std::min(arguments.size(), first + kShownWords); ++i) words += (words.empty() ? "" : " ") + arguments[i];
  return words.empty() ? "nothing" : in_quotes(words);
}

// From the first word that differs; empty where none does.
std::string other_options(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (in_a == a.end() && in_b == b.end()) return "";
  const auto first = static_cast<std::size_t>(in_a - a.begin());
  return "the options (" + words_from(a, first) + " and " + words_from(b, first) + ")";
}

}  // namespace

std::vector<std::string> differences(const ShardedRun& a, const ShardedRun& b) {
  std::vector<std::string> found;
  const std::string options = other_options(without_time(a.run.arguments), without_time(b.run.arguments));
  if (!options.empty()) found.push_back(options);
  if (a.at != b.at) found.push_back("the evaluation time (" + a.at.to_string() + " and " + b.at.to_string() + ")");
  if (a.run.rules_sha256 != b.run.rules_sha256) found.emplace_back("the rules");
  if (a.run.data_sha256 != b.run.data_sha256) found.emplace_back("the data about CAs, targets and clients");
  for (std::size_t i = 0; i < std::max(a.run.files.size(), b.run.files.size()); ++i) {
    if (i < a.run.files.size() && i < b.run.files.size() && a.run.files[i] == b.run.files[i]) continue;
    found.push_back("the file " + in_quotes((i < a.run.files.size() ? a : b).run.files[i].first) + " that the options or the policy name");
    break;
  }
  if (const auto input = first_other(a.inputs, b.inputs, &InputReport::path)) found.push_back("the input " + in_quotes(*input));
  if (a.skipped != b.skipped) found.emplace_back("the skipped files");
  if (const auto bundle = first_other(a.bundles, b.bundles, &ShardedRun::Bundle::name)) found.push_back("the bundle " + in_quotes(*bundle));
  const auto settings = [](const ShardedRun& run) {
    ShardedRun rest = run;
    rest.inputs.clear();
    rest.bundles.clear();
    rest.skipped.clear();
    rest.at = Instant();
    rest.run.arguments.clear();
    rest.run.files.clear();
    rest.run.rules_sha256 = rest.run.data_sha256 = "";
    return rest;
  };
  if (differ(settings(a), settings(b))) found.emplace_back("the options that decide how reports look, or the policy");
  return found;
}

}  // namespace chainlint::report
