#include "chainlint/base/lazy_library.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <stdexcept>
#include <string>

namespace chainlint {
namespace lazy_library_test {

constinit const LazyLibrary kLibrary("libc.so.6"), kMissing("libchainlint-missing.so.1");

// What is thrown when the function is called.
template <class Function>
std::string refusal(const Function& function) {
  try {
    function("");
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST(LazyLibrary, CallsAFunctionAgainAndAgain) {
  const LazyFunction<std::size_t(const char*)> length(kLibrary, "strlen");
  EXPECT_EQ(length("four"), 4u);
  EXPECT_EQ(length("seven"), 5u);
}

TEST(LazyLibrary, NamesWhatIsMissing) {
  const LazyFunction<std::size_t(const char*)> file(kMissing, "strlen"), function(kLibrary, "chainlint_missing");
  EXPECT_TRUE(refusal(file).starts_with("a system library cannot be loaded: libchainlint-missing.so.1: ")) << refusal(file);
  EXPECT_NE(refusal(function).find("chainlint_missing"), std::string::npos) << refusal(function);
}

}  // namespace lazy_library_test
}  // namespace chainlint
