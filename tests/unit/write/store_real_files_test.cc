// Every store of the collection that opens: written back with its certificates as they were, turned round, one fewer and one more.
#include <iostream>
#include <map>

#include "store_case.h"
#include "unit/formats/real_files.h"

namespace chainlint::write::store_test {
namespace store_real_files_test {

namespace collection = formats::real_files;

bool is_store(const collection::Row& row) {
  return row.format == "pkcs12" || row.format == "pkcs7-der" || row.format == "jks" || row.format == "jceks" ||
         (row.format == "pem" && row.path.ends_with(".p7b"));
}

std::vector<std::string> passwords_of(const collection::Row& row) {
  if (row.password == "-" || row.password == "unknown") return {};
  return {row.password == "\"\"" ? "" : row.password};
}

// What of an entry must not change when certificates come and go.
std::vector<std::string> others(const Store& store) {
  std::vector<std::string> found;
  for (const formats::Entry& entry : store.read.entries) {
    if (entry.kind == formats::EntryKind::certificate) continue;
    std::string line = std::string(formats::to_string(entry.kind)) + " '" + entry.label + "' " +
                       std::string(formats::to_string(entry.key_state)) + " " + to_hex(entry.local_key_id) +
                       (entry.key ? " " + to_hex(entry.key->public_canonical) : "");
    if (entry.protection) line += " " + entry.protection->scheme + " " + std::to_string(entry.protection->iterations);
    found.push_back(std::move(line));
  }
  return found;
}

std::multimap<std::string, std::string> labels(const Store& store, const std::string& unit) {
  std::multimap<std::string, std::string> found;
  for (const formats::Entry& entry : store.read.entries) {
    if (entry.certificate && (unit.empty() || entry.unit == unit) && !entry.label.empty()) {
      found.emplace(to_hex(entry.certificate->sha256()), entry.label);
    }
  }
  return found;
}

std::vector<x509::CertificatePtr> each_once(const std::vector<x509::CertificatePtr>& all) {
  std::vector<x509::CertificatePtr> found;
  for (const x509::CertificatePtr& certificate : all) {
    const auto same = [&](const x509::CertificatePtr& other) { return other->sha256() == certificate->sha256(); };
    if (std::none_of(found.begin(), found.end(), same)) found.push_back(certificate);
  }
  return found;
}

bool is_slow(const formats::Container& read) {
  constexpr std::uint64_t kIterations = 10'000;
  return std::any_of(read.entries.begin(), read.entries.end(),
                     [](const formats::Entry& entry) { return entry.protection && entry.protection->iterations > kIterations; });
}

class Tally {
 public:
  void try_all(const collection::Row& row) {
    const Store store(collection::contents(row.path), passwords_of(row));
    if (store.read.has_error() || store.certificates().empty()) return;
    SCOPED_TRACE(row.path);
    ++files_;
    std::string unit;
    for (const formats::Entry& entry : store.read.entries) {
      if (entry.certificate && !entry.unit.empty()) unit = entry.unit;
    }
    const auto now = store.certificates(unit);
    EXPECT_EQ(*store.rewritten(holding(now, unit)), store.octets);
    const auto once = each_once(now);
    expect_written(store, reversed(once), unit, "");
    // Each encryption takes the time of its iterations: a part of the files will do.
    constexpr std::size_t kEvery = 16;
    if (!is_slow(store.read) || files_ % kEvery == 0) {
      expect_written(store, {once.begin() + 1, once.end()}, unit, "");
      auto more = once;
      more.insert(more.begin() + 1, stranger());
      expect_written(store, more, unit, "");
    }
    if (store.read.format != formats::Format::pkcs12 || ++pfx_ % kEvery != 0) return;
    for (const char* encryption : {"aes-256", "3des"}) expect_written(store, once, unit, encryption);
  }

  void print() const {
    std::cout << files_ << " files, " << written_ << " written\n";
    for (const auto& [reason, count] : refused_) std::cout << count << " refused: " << reason << "\n";
  }
  std::size_t written() const { return written_; }

 private:
  void expect_written(const Store& store, const std::vector<x509::CertificatePtr>& wanted, const std::string& unit,
                      const std::string& encryption) {
    const auto result = store.rewritten(holding(wanted, unit, encryption));
    if (!result) {
      ++refused_[result.error().code + ": " + result.error().message];
      EXPECT_NE(result.error().code, "rewrite-damaged");
      return;
    }
    ++written_;
    const Store after(*result, store.passwords);
    EXPECT_FALSE(after.read.has_error()) << collection::summary(after.read);
    EXPECT_EQ(digests(after.certificates(unit)), digests(wanted));
    // What was not protected at all is protected once it is encrypted.
    if (store.read.facts.password != formats::PasswordUse::none_needed) {
      EXPECT_EQ(after.read.facts.password, store.read.facts.password);
    }
    if (encryption.empty()) {
      EXPECT_EQ(others(after), others(store));
    }
    const auto before = labels(store, unit);
    for (const auto& [digest, label] : labels(after, unit)) {
      const auto [first, last] = before.equal_range(digest);
      if (first == last) continue;
      EXPECT_TRUE(std::any_of(first, last, [text = label](const auto& known) { return known.second == text; })) << label;
    }
  }

  std::size_t files_ = 0;
  std::size_t pfx_ = 0;
  std::size_t written_ = 0;
  std::map<std::string, std::size_t> refused_;
};

TEST(StoreRealFiles, AreWrittenBack) {
  const auto rows = collection::rows(is_store);
  if (rows.empty()) GTEST_SKIP() << "the collection of real files is absent";
  Tally tally;
  for (const collection::Row& row : rows) tally.try_all(row);
  tally.print();
  EXPECT_GT(tally.written(), 0u);
}

}  // namespace store_real_files_test
}  // namespace chainlint::write::store_test
