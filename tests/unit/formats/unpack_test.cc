#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "chainlint/formats/reader.h"
#include "reading_fixture.h"

namespace chainlint::formats {
namespace unpack_test {

struct Member {
  std::string name, content;
};

enum class Kind { zip, tar, tar_gz, tar_xz };

// An archive as libarchive writes it.
Bytes packed(Kind kind, const std::vector<Member>& members, const char* password = nullptr) {
  Bytes octets(8u << 20);
  std::size_t used = 0;
  struct archive* writer = archive_write_new();
  kind == Kind::zip ? archive_write_set_format_zip(writer) : archive_write_set_format_pax_restricted(writer);
  if (kind == Kind::tar_gz) archive_write_add_filter_gzip(writer);
  if (kind == Kind::tar_xz) archive_write_add_filter_xz(writer);
  if (password != nullptr) {
    archive_write_set_options(writer, "zip:encryption=aes256");
    archive_write_set_passphrase(writer, password);
  }
  EXPECT_EQ(archive_write_open_memory(writer, octets.data(), octets.size(), &used), ARCHIVE_OK);
  for (const Member& member : members) {
    struct archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, member.name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(member.content.size()));
    archive_entry_set_filetype(entry, member.name.ends_with('/') ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    EXPECT_EQ(archive_write_header(writer, entry), ARCHIVE_OK);
    EXPECT_EQ(archive_write_data(writer, member.content.data(), member.content.size()), static_cast<la_ssize_t>(member.content.size()));
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  octets.resize(used);
  return octets;
}

std::string pem() { return "-----BEGIN CERTIFICATE-----\n" + std::string(openssl_samples::kRoot) + "\n-----END CERTIFICATE-----\n"; }

std::string text_of(const Bytes& octets) { return std::string(as_text(octets)); }

std::vector<Container> read(const Bytes& octets, const std::vector<std::string>& passwords = {}, const Limits& limits = {}) {
  ReadOptions options;
  options.limits = limits;
  for (const std::string& password : passwords) options.passwords.emplace_back(password);
  CertificateCache cache;
  return read_containers("a.zip", octets, options, cache);
}

std::vector<std::string> paths(const std::vector<Container>& containers) {
  std::vector<std::string> found;
  for (const Container& container : containers) found.push_back(container.path);
  return found;
}

TEST(Unpack, MembersAreContainersWithTheirNames) {
  for (const Kind kind : {Kind::zip, Kind::tar, Kind::tar_gz, Kind::tar_xz}) {
    const auto containers = read(packed(kind, {{"d/", ""}, {"d/b.pem", pem()}, {"readme.txt", "hello"}}));
    ASSERT_EQ(paths(containers), (std::vector<std::string>{"a.zip", "a.zip!d/b.pem", "a.zip!readme.txt"}));
    EXPECT_EQ(containers[0].format, Format::archive);
    EXPECT_EQ(containers[0].status, ReadStatus::read);
    EXPECT_EQ(containers[1].count(EntryKind::certificate), 1u);
    EXPECT_EQ(containers[1].entries.front().location.path, "a.zip!d/b.pem");
    EXPECT_EQ(containers[2].format, Format::unknown);
  }
}

TEST(Unpack, OneArchiveInsideAnotherIsOpenedAndNoMore) {
  const Bytes inner = packed(Kind::zip, {{"c.pem", pem()}});
  const Bytes middle = packed(Kind::tar_gz, {{"b.zip", text_of(inner)}});
  const auto two = read(middle);
  EXPECT_EQ(paths(two), (std::vector<std::string>{"a.zip", "a.zip!b.zip", "a.zip!b.zip!c.pem"}));
  const auto three = read(packed(Kind::zip, {{"m.tgz", text_of(middle)}}));
  ASSERT_EQ(three.size(), 3u);
  EXPECT_EQ(codes_of(three[2]), std::vector<std::string>{"archive-depth"});
  EXPECT_EQ(three[2].status, ReadStatus::unreadable);
}

// Twenty members must not cost twenty times what one file may. Both PFX have a MAC of 2048 iterations, which is tried with the specified,
// the empty and the absent password.
TEST(Unpack, MembersShareTheKeyDerivationOfOneFile) {
  const std::string one = text_of(foreign_file("openssl-default.pfx")), other = text_of(foreign_file("openssl-legacy.pfx"));
  const auto limited = [&](std::uint64_t iterations) {
    std::string found;
    for (const Container& container : read(packed(Kind::zip, {{"a.pfx", one}, {"copy.pfx", one}, {"b.pfx", other}}), {"wrong"},
                                           {.kdf_iterations_per_file = iterations})) {
      found += container.has_diagnostic("kdf-limit") ? "x" : ".";
    }
    return found;
  };
  EXPECT_EQ(limited(12288), "....");
  EXPECT_EQ(limited(12287), "...x");
}

TEST(Unpack, TheRunHasLimitsOfItsOwn) {
  ReadOptions options;
  const auto codes = [&](const Limits& limits) {
    options.limits = limits;
    options.run = std::make_shared<RunBudget>(limits);
    CertificateCache cache;
    std::vector<std::string> found;
    for (const Container& container : read_containers("a.zip", packed(Kind::zip, {{"a.pem", pem()}, {"b.pem", pem()}}), options, cache)) {
      for (const std::string& code : codes_of(container)) found.push_back(container.path + " " + code);
    }
    return found;
  };
  EXPECT_EQ(codes({}), std::vector<std::string>{});
  EXPECT_EQ(codes({.bytes_per_run = pem().size() + 1}), std::vector<std::string>{"a.zip run-limit"});
  EXPECT_EQ(codes({.entries_per_run = 1}), std::vector<std::string>{"a.zip!b.pem run-limit"});
}

TEST(Unpack, AnEncryptedMemberNeedsAPassword) {
  const Bytes octets = packed(Kind::zip, {{"b.pem", pem()}}, "secret");
  const auto locked = read(octets);
  ASSERT_EQ(locked.size(), 1u);
  EXPECT_EQ(codes_of(locked[0]), std::vector<std::string>{"archive-locked"});
  EXPECT_EQ(codes_of(read(octets, {"wrong"})[0]), std::vector<std::string>{"archive-locked"});
  EXPECT_EQ(paths(read(octets, {"wrong", "secret"})), (std::vector<std::string>{"a.zip", "a.zip!b.pem"}));
}

TEST(Unpack, WhatIsReadableOfADamagedArchiveIsKept) {
  Bytes octets = packed(Kind::tar_gz, {{"b.pem", pem()}, {"c.pem", pem() + std::string(100000, 'x')}});
  octets.resize(octets.size() - 30);
  const auto containers = read(octets);
  ASSERT_GE(containers.size(), 2u);
  EXPECT_EQ(containers[0].status, ReadStatus::partial);
  EXPECT_TRUE(containers[0].has_diagnostic("archive-damaged"));
  EXPECT_EQ(containers[1].count(EntryKind::certificate), 1u);
}

TEST(Unpack, TheBytesOfAllMembersAreLimited) {
  Limits limits;
  limits.archive_bytes = 5000;
  const auto containers = read(packed(Kind::tar, {{"a", std::string(3000, 'a')}, {"b", std::string(3000, 'b')}, {"c", "c"}}), {}, limits);
  EXPECT_EQ(codes_of(containers[0]), std::vector<std::string>{"archive-limit"});
  EXPECT_EQ(paths(containers), (std::vector<std::string>{"a.zip", "a.zip!a"}));
}

TEST(Unpack, TheNumberOfMembersIsLimited) {
  Limits limits;
  limits.archive_members = 2;
  const auto containers = read(packed(Kind::zip, {{"a", "a"}, {"b", "b"}, {"c", "c"}}), {}, limits);
  EXPECT_EQ(codes_of(containers[0]), std::vector<std::string>{"archive-limit"});
  EXPECT_EQ(containers.size(), 3u);
}

TEST(Unpack, TheRatioIsLimited) {
  const auto containers = read(packed(Kind::zip, {{"zeros", std::string(6u << 20, '\0')}}));
  EXPECT_EQ(codes_of(containers[0]), std::vector<std::string>{"archive-limit"});
  EXPECT_EQ(containers[0].diagnostics[0].location.path, "a.zip!zeros");
}

TEST(Unpack, AFileThatIsNoArchiveIsOneContainer) {
  const auto containers = read(to_bytes(as_bytes(pem())));
  ASSERT_EQ(containers.size(), 1u);
  EXPECT_EQ(containers[0].format, Format::pem);
}

}  // namespace unpack_test
}  // namespace chainlint::formats
