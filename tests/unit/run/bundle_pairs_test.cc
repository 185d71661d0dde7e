#include "branch/bundle_pairs.h"

#include <gtest/gtest.h>

#include "chainlint/base/limits.h"

namespace chainlint::run {
namespace bundle_pairs_test {

using Previous = std::vector<std::optional<std::size_t>>;

Previous pairs(const std::vector<BundleMark>& after, const std::vector<BundleMark>& before) { return pair_bundles(after, before).previous; }

TEST(BundlePairs, ShareLeafKeyOrHalfOfTheNames) {
  const BundleMark after{"leaf", "key", {"a.example", "b.example"}, "new.pem"};
  EXPECT_EQ(pairs({after}, {{"leaf", "other", {"x.example"}, "old.pem"}}), Previous{0});
  EXPECT_EQ(pairs({after}, {{"other", "key", {"x.example"}, "old.pem"}}), Previous{0});
  EXPECT_EQ(pairs({after}, {{"other", "other", {"b.example", "c.example"}, "old.pem"}}), Previous{0});
  EXPECT_EQ(pairs({after}, {{"other", "other", {"c.example", "d.example"}, "old.pem"}}), Previous{std::nullopt});
}

TEST(BundlePairs, TakeAWildcardForTheNamesThatItCovers) {
  const BundleMark host{"1", "1", {"www.example"}, "a.pem"}, wildcard{"2", "2", {"*.example"}, "b.pem"};
  EXPECT_EQ(pairs({host}, {wildcard}), Previous{0});
  EXPECT_EQ(pairs({wildcard}, {host}), Previous{0});
  EXPECT_EQ(pairs({{"3", "3", {"*.other"}, "c.pem"}}, {wildcard}), Previous{std::nullopt});
}

TEST(BundlePairs, PreferTheSameEndOfThePathThenTheSameContent) {
  const BundleMark after{"leaf", "key", {"a.example"}, "new/web/site.pem"};
  const BundleMark same_leaf{"leaf", "key", {"a.example"}, "x.pem"}, same_end{"2", "2", {"a.example"}, "old/web/site.pem"};
  EXPECT_EQ(pairs({after}, {same_leaf, same_end}), Previous{1});
  EXPECT_EQ(pairs({after}, {{"3", "3", {"a.example"}, "y.pem"}, same_leaf}), Previous{1});
}

TEST(BundlePairs, TakeEachOnceWhileThereAreEnough) {
  const BundleMark mark{"leaf", "key", {"a.example"}, "a.pem"};
  EXPECT_EQ(pairs({mark, mark}, {mark, mark}), (Previous{0, 1}));
  EXPECT_EQ(pairs({mark, mark}, {mark}), (Previous{0, 0}));
}

TEST(BundlePairs, LeaveOutWhatHasNoLeaf) {
  const BundleMark none{"", "", {}, "a.pem"};
  EXPECT_EQ(pairs({none}, {none}), Previous{std::nullopt});
}

TEST(BundlePairs, CountThoseOfWhichNotAllWereLookedAt) {
  const BundleMark mark{"leaf", "key", {"a.example"}, "new.pem"};
  std::vector<BundleMark> before;
  for (std::size_t i = 0; i <= ComparisonLimits::kCandidates; ++i) {
    before.push_back({"leaf", "key", {"a.example"}, std::to_string(i) + ".pem"});
  }
  EXPECT_EQ(pair_bundles({mark}, before).guessed, 1u);
  before.pop_back();
  EXPECT_EQ(pair_bundles({mark}, before).guessed, 0u);
}

}  // namespace bundle_pairs_test
}  // namespace chainlint::run
