// The lines of a report that make it the report of a shard.
#pragma once

#include <string>
#include <string_view>

#include "archive/archive_writer.h"
#include "chainlint/base/bytes.h"
#include "chainlint/report/shard.h"

namespace chainlint::report {

inline constexpr std::string_view kShardLine = "{\"kind\":\"shard\",\"part\":\"";

// The digest of a line with all lines before it, whose digest is `before`.
Digest256 digest_of_lines(const Digest256& before, std::string_view line);

// Each gives one or more whole lines.
class ShardLines {
 public:
  std::string run(const Shard& shard);
  std::string bundle(const BundleReport& bundle);
  std::string outcome(const ShardOutcome& outcome);
  // The last line.
  std::string end() const;

  // Adds whole lines, of the report as well, to the digest of the last one.
  void note(std::string_view lines);

 private:
  // The rules that no line before has, and the line itself.
  std::string with_new_rules(const std::string& line);

  ArchiveWriter archive_;
  std::size_t written_rules_ = 0;
  Digest256 digest_{};
};

}  // namespace chainlint::report
