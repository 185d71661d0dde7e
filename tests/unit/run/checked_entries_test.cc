// Nothing in a file is skipped in silence: each entry of each bundle is a subject of rules, or listed as not checked.
#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <set>

#include "chainlint/report/report.h"
#include "chainlint/run/run_report.h"
#include "unit/formats/real_files.h"

namespace chainlint::run {
namespace checked_entries_test {

using Places = std::set<std::string>;

// Numbers of the entries of the bundle that are subjects of rules: certificates, keys, and what facts about the bundle read.
std::set<std::size_t> subjects(const facts::FactContext& context) {
  const chain::BundleAnalysis& analysis = context.analysis;
  std::set<std::size_t> numbers;
  for (const chain::Member& member : analysis.members) numbers.insert(member.entries.begin(), member.entries.end());
  for (const chain::KeyMatch& key : analysis.keys) numbers.insert(key.entry);
  const auto issued_here = [&](const x509::Crl& list) {
    return std::any_of(analysis.members.begin(), analysis.members.end(),
                       [&](const chain::Member& member) { return member.certificate->issuer().canonical() == list.issuer().canonical(); });
  };
  for (std::size_t i = 0; i < analysis.entries.size(); ++i) {
    const formats::Entry& entry = *analysis.entries[i];
    if ((entry.crl != nullptr && issued_here(*entry.crl)) || (entry.trust_list != nullptr && !entry.store.empty())) numbers.insert(i);
  }
  return numbers;
}

// What a run over `path` saw of the files there.
class Walk {
 public:
  explicit Walk(const std::string& path) {
    run_.options.at = *Instant::parse("2026-06-01");
    run_.options.paths = {path};
    run_.options.jobs = 2;
    run_.rules = choose_rules({"recommended"}, "recommended", problems_, nullptr);
    run_.previous = std::make_unique<PreviousMaterial>();
    LintPlan plan = run_.plan();
    plan.visit = [this](const facts::FactContext& context) { visit(context); };
    files_ = lint_files(run_.options, plan).files;
  }

  // Entries that are neither a subject nor listed as not checked, and those that are both.
  Places wrong;
  std::size_t entries = 0, unchecked = 0;

  // Files of which an entry is in no bundle, and is no copy of one that is.
  Places without_bundle() const {
    Places paths;
    for (const report::InputReport& input : files_.inputs) {
      const auto seen = seen_.find(input.path);
      const std::size_t count = seen == seen_.end() ? 0 : seen->second.numbers.size();
      const bool fewer = count < input.certificates + input.private_keys + input.crls;
      if (fewer && input.part_of.empty() && (count == 0 || !has_copies_only(input.path, seen->second))) paths.insert(input.path);
    }
    return paths;
  }

 private:
  struct Seen {
    std::set<std::uint32_t> numbers;   // of the entries of a file
    std::set<Digest256> certificates;  // of those
  };

  // Whether what is left of a file is certificates that were seen elsewhere in it.
  bool has_copies_only(const std::string& path, const Seen& seen) const {
    const Result<Bytes> content = disk().read(path, 64 << 20);
    if (!content) return false;
    formats::CertificateCache certificates;
    for (const formats::Container& container : formats::read_containers(path, *content, {}, certificates)) {
      for (const formats::Entry& entry : container.entries) {
        const bool copy = entry.certificate != nullptr && seen.certificates.count(entry.certificate->sha256()) != 0;
        if (!copy && seen.numbers.count(entry.location.entry.value_or(0)) == 0) return false;
      }
    }
    return true;
  }

  void see(const formats::Entry& entry) {
    Seen& seen = seen_[entry.location.path];
    seen.numbers.insert(entry.location.entry.value_or(0));
    if (entry.certificate != nullptr) seen.certificates.insert(entry.certificate->sha256());
  }

  void visit(const facts::FactContext& context) {
    const std::lock_guard lock(mutex_);
    const report::BundleReport report = report::describe_bundle(context, {}, described_);
    const std::set<std::size_t> checked = subjects(context);
    std::size_t count = 0;
    for (const formats::Container& container : context.bundle.containers) {
      count += container.entries.size();
      for (const formats::Entry& entry : container.entries) see(entry);
    }
    for (const auto& container : context.bundle.trusted) {
      for (const formats::Entry& entry : container->entries) see(entry);
    }
    if (count != report.entries.size()) wrong.insert(context.bundle.name);
    for (std::size_t i = 0; i < report.entries.size(); ++i) {
      const report::EntryReport& entry = report.entries[i];
      ++entries;
      unchecked += entry.checked ? 0 : 1;
      if (entry.checked != (checked.count(i) != 0)) wrong.insert(to_string(entry.location) + " " + entry.description);
    }
  }

  BundleRun run_;
  UsageProblems problems_;
  ListedFiles files_;
  report::CertificateReports described_;
  std::mutex mutex_;
  std::map<std::string, Seen> seen_;
};

void expect_complete(const std::string& path) {
  const Walk walk(path);
  EXPECT_EQ(walk.wrong, Places{});
  EXPECT_EQ(walk.without_bundle(), Places{});
  EXPECT_GT(walk.entries, 300u);
  EXPECT_GT(walk.unchecked, 0u);
}

TEST(CheckedEntries, EachEntryOfTheFixturesIsCheckedOrListed) { expect_complete(std::string(CHAINLINT_SOURCE_DIR) + "/fixtures"); }

TEST(CheckedEntries, EachEntryOfRealFilesIsCheckedOrListed) {
  if (!std::filesystem::exists(formats::real_files::folder())) GTEST_SKIP() << "no collection of real files";
  expect_complete((formats::real_files::folder() / "files").string());
}

}  // namespace checked_entries_test
}  // namespace chainlint::run
