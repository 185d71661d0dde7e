// Files of records in a few lines.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "chainlint/records/records.h"

namespace chainlint::records {

inline constexpr const char* kKey = "0b9fa5a59eed715c26c1020c711b4f6ec42d58b0015e14337a39dad301c5afc3";
inline constexpr const char* kOtherKey = "762195c225586ee6c0237456e2107dc54f1efc21f61a792ebd515913cce68332";

// A file with this body below its head of two lines.
inline yaml::SourceFile record_file(const std::string& body, const std::string& name = "own") {
  return {name + ".yaml", "records: " + name + "\ndate: 2026-03-01\n" + body};
}

inline std::string record_source() { return "source: { title: T, url: \"https://example.com/\", date: 2026-02-01 }"; }

// What the one file makes of itself, without the shipped ones. It must be right.
inline Records read_one(const std::string& body) {
  const yaml::SourceFile file = record_file(body);
  const yaml::SourceFile source{file.path, file.text};
  const yaml::Parsed parsed = yaml::parse(source);
  yaml::Problems problems;
  Records records;
  if (parsed.root) read_records(*parsed.root, records, problems);
  for (const std::string& problem : problems.format(source)) ADD_FAILURE() << problem;
  records.index();
  return records;
}

}  // namespace chainlint::records
