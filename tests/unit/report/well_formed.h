// Whether a text is well-formed, by the standard and not by the writer.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace chainlint::report::test {

// XML 1.0: characters, nesting of elements, quoted attributes, references. No DTD, no CDATA.
::testing::AssertionResult is_xml(std::string_view text);

// The records of a CSV file (RFC 4180). Fails the test where a quote stands where none may.
std::vector<std::vector<std::string>> csv_records(std::string_view text);

}  // namespace chainlint::report::test
