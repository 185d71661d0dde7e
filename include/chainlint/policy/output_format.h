// The output formats, which --format and the `outputs` of a policy name, and how text is arranged and when it has colours.
// chainlint/report/output.h describes each format.
#pragma once

#include <string_view>

#include "chainlint/base/enum_names.h"

namespace chainlint::policy {

enum class OutputFormat { text, json, jsonl, sarif, junit, github, gitlab, markdown, html, csv, ics, azure, teamcity, tap, checkstyle };
inline constexpr EnumNames<OutputFormat::checkstyle> kOutputFormatNames{"text",   "json",   "jsonl",    "sarif", "junit",
                                                                        "github", "gitlab", "markdown", "html",  "csv",
                                                                        "ics",    "azure",  "teamcity", "tap",   "checkstyle"};
constexpr std::string_view to_string(OutputFormat format) { return kOutputFormatNames[format]; }

// How text is arranged; automatic: by cause with more than 20 bundles.
enum class GroupBy { automatic, cause, bundle };
inline constexpr EnumNames<GroupBy::bundle> kGroupByNames{"auto", "cause", "bundle"};

enum class ColorWhen { automatic, always, never };
inline constexpr EnumNames<ColorWhen::never> kColorNames{"auto", "always", "never"};

}  // namespace chainlint::policy
