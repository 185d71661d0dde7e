#include "shard/shard_choice.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <system_error>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"

namespace chainlint::run {
namespace {

std::optional<std::size_t> number_from(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

std::optional<ShardNumber> shard_from(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::optional<std::size_t> number = number_from(text.substr(0, slash)), count = number_from(text.substr(slash + 1));
  if (!number || !count || *number > *count || *count > ShardLimits::kCount) return std::nullopt;
  return ShardNumber{*number, *count};
}

std::string content_of(const formats::Entry& entry) {
  std::string content(formats::to_string(entry.kind));
  if (entry.certificate != nullptr) content += ' ' + to_hex(entry.certificate->sha256());
  if (entry.key) content += ' ' + to_hex(entry.key->public_canonical);
  return content + ' ' + entry.unit + ' ' + entry.label;
}

}  // namespace

std::optional<ShardNumber> parse_shard(const BundleArguments& arguments, const std::vector<Output>& outputs, UsageProblems& problems) {
  const std::string& text = arguments.text("--shard");
  if (text.empty()) return std::nullopt;
  const std::optional<ShardNumber> shard = shard_from(text);
  if (!shard) {
    problems.add("--shard", text,
                 " is " + in_quotes(text) + "; allowed is K/N with K from 1 to N and N up to " + std::to_string(ShardLimits::kCount) +
                     ", such as 2/4");
  }
  if (!arguments.has("--at") && !arguments.has("--window")) {
    problems.add("--shard", text, " needs --at TIME: all shards must be evaluated at the same time");
  }
  if (outputs.size() != 1 || outputs.front().format != report::OutputFormat::jsonl) {
    problems.add("--shard", text,
                 " writes one report for 'chainlint merge', which writes the other formats; specify --format jsonl with a --report, and no "
                 "other format");
  }
  return shard;
}

bool is_in_shard(const formats::Bundle& bundle, const ShardNumber& shard) {
  std::vector<std::string> contents;
  for (const formats::Container& container : bundle.containers) {
    for (const formats::Entry& entry : container.entries) contents.push_back(content_of(entry));
  }
  std::sort(contents.begin(), contents.end());
  std::string all;
  for (const std::string& content : contents) all += content + '\n';
  const Digest256 digest = crypto::sha256(as_bytes(all));
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8 | digest[i];
  return number % shard.count == shard.number - 1;
}

}  // namespace chainlint::run
