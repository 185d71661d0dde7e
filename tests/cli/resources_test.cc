// What a run does with little memory, small stacks and special files.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "chainlint/base/bytes.h"
#include "scenario.h"
#include "unit/minted.h"

namespace chainlint::test {
namespace resources_test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;  // needs more address space and stack than the program itself
#else
constexpr bool kSanitized = false;
#endif

void write_minted(const Workplace& place, const std::string& description) {
  for (const mint::File& file : minted_from(description).files) write_text(place.path() / file.name, std::string(as_text(file.content)));
}

constexpr const char* kSite =
    "certificates:\n"
    "  root: { subject: \"CN=Example Root\", ca: true }\n"
    "  leaf: { subject: \"CN=www.example.com\", issuer: root, dns: [www.example.com] }\n"
    "files:\n"
    "  in/site.pem: { pem: [leaf] }\n";

std::string repeated(const std::string& text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

TEST(Resources, AFileThatNeedsTooMuchMemoryIsUnreadAlone) {
  if (kSanitized) GTEST_SKIP() << "the sanitizer needs more memory";
  const Workplace place;
  write_minted(place, kSite);
  write_text(place.path() / "in/large.pem", std::string(60000000, 'A'));
  for (const char* jobs : {"1", "2"}) {
    const Outcome outcome =
        place.run("ulimit -v 120000; chainlint check --at 2026-12-01 --anchors none --jobs " + std::string(jobs) + " in");
    EXPECT_EQ(outcome.status, 3) << outcome.err;
    EXPECT_NE(outcome.out.find("was not checked: there is not enough memory for it"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("fix: Check fewer files at a time, or run chainlint with more memory."), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("1 file not read in full"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("'www.example.com'"), std::string::npos) << outcome.out;
  }
}

// DER, length included.
std::string element(char tag, const std::string& content) {
  std::string length;
  for (std::size_t rest = content.size(); rest > 0; rest >>= 8) length.insert(length.begin(), static_cast<char>(rest & 0xFF));
  if (content.size() < 128) return tag + std::string(1, static_cast<char>(content.size())) + content;
  return tag + std::string(1, static_cast<char>(0x80 | length.size())) + length + content;
}

std::string nested(std::size_t depth, std::string inmost, std::string (*around)(const std::string&)) {
  for (std::size_t i = 0; i < depth; ++i) inmost = around(inmost);
  return inmost;
}

std::string sequence(const std::string& content) { return element('\x30', content); }

const std::string kSignedData("\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02");  // pkcs7-signedData, RFC 2315
const std::string kData("\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01");
const std::string kSafeContentsBag("\x06\x0B\x2A\x86\x48\x86\xF7\x0D\x01\x0C\x0A\x01\x06");  // RFC 7292
const std::string kCertificate("-----BEGIN CERTIFICATE-----\n"), kEnd("-----END CERTIFICATE-----\n");

void write_deep_files(const Workplace& place) {
  const auto write = [&](const std::string& name, const std::string& content) { write_text(place.path() / "deep" / name, content); };
  const std::string version1("\x02\x01\x01", 3), version3("\x02\x01\x03", 3), no_digests("\x31\x00", 2), null("\x05\x00", 2);
  const std::string secret = "apiVersion: v1\nkind: Secret\ntype: kubernetes.io/tls\nmetadata: { name: a }\ndata: ";
  const std::string object = R"({"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/tls", "metadata": {"name": "a"}, "data": )";
  for (const std::size_t depth : {95u, 5000u}) {
    const std::string number = std::to_string(depth);
    write("flow-" + number + ".yaml", secret + repeated("[", depth) + repeated("]", depth));
    write("mapping-" + number + ".yaml", secret + repeated("{a: ", depth) + "b" + repeated("}", depth));
    write("dashes-" + number + ".yaml", secret + "\n  " + repeated("- ", depth) + "a\n");
    write("object-" + number + ".json", object + repeated("{\"a\": ", depth) + "1" + repeated("}", depth + 1));
    write("array-" + number + ".json", object + repeated("[", depth) + "1" + repeated("]", depth) + "}");
  }
  const auto signed_data = [](const std::string& content) {
    return sequence(kSignedData + element('\xA0', sequence(std::string("\x02\x01\x01\x31\x00", 5) + content + std::string("\x31\x00", 2))));
  };
  write("signed.p7b", nested(2000, sequence(kData), signed_data));
  write("sequence.cer", nested(20000, null, sequence));
  write("indefinite.cer", repeated(std::string("\x30\x80", 2), 20000) + std::string(40000, '\0'));
  const auto string = [](const std::string& content) { return element('\x24', content); };
  write("octets.p12", sequence(version3 + sequence(kData + element('\xA0', nested(20000, element('\x04', "a"), string)))));
  const auto bag = [](const std::string& contents) { return sequence(sequence(kSafeContentsBag + element('\xA0', contents))); };
  const std::string safe = sequence(kData + element('\xA0', element('\x04', nested(500, sequence(""), bag))));
  write("bags.p12", sequence(version3 + sequence(kData + element('\xA0', element('\x04', sequence(safe))))));
  write("blocks.pem", repeated(kCertificate, 20000) + repeated(kEnd, 20000));
}

// 80 CA certificates above each other, and 2,000 constraints.
std::string long_chain() {
  std::string certificates = "certificates:\n  ca0: { subject: \"CN=CA 0\", ca: true }\n", constraints, items;
  for (int i = 0; i < 2000; ++i) constraints += (i == 0 ? "\"dns:" : ", \"dns:") + std::to_string(i) + ".example.com\"";
  for (int i = 1; i <= 80; ++i) {
    certificates += "  ca" + std::to_string(i) + ": { subject: \"CN=CA " + std::to_string(i) + "\", issuer: ca" + std::to_string(i - 1) +
                    ", ca: true" + (i == 80 ? ", name_constraints: { permitted: [" + constraints + "] }" : "") + " }\n";
    items = ", ca" + std::to_string(i) + items;
  }
  return certificates +
         "  leaf: { subject: \"CN=1.example.com\", issuer: ca80, dns: [1.example.com] }\nfiles:\n  deep/chain.pem: { pem: [leaf" + items +
         ", ca0] }\n";
}

// The stack of a thread is that small with musl. Without another size of its own, a thread of glibc has the size that the shell sets.
TEST(Resources, AStackOf128KibibytesIsEnough) {
  if (kSanitized) GTEST_SKIP() << "the sanitizer needs more stack";
  const Workplace place;
  write_deep_files(place);
  write_minted(place, long_chain());
  write_minted(place, kSite);
  const Outcome packed =
      place.run("cp in/site.pem . && tar -cf a.tar site.pem && tar -czf b.tgz a.tar && tar -cf c.tar b.tgz && tar -cJf deep/d.txz c.tar");
  ASSERT_EQ(packed.status, 0) << packed.err;
  for (const char* format : {"text", "json"}) {
    const Outcome outcome =
        place.run("ulimit -s 128; chainlint check --at 2026-12-01 --anchors none --jobs 4 --format " + std::string(format) + " deep in");
    EXPECT_EQ(outcome.status, 3) << outcome.err;
    EXPECT_NE(outcome.out.find("chain.pem"), std::string::npos);
    EXPECT_NE(outcome.out.find("site.pem"), std::string::npos);
  }
}

// Which files are over a limit is decided in their order, and not by the thread that comes first.
TEST(Resources, LimitsOfARunAreTheSameForEveryNumberOfThreads) {
  const Workplace place;
  write_minted(place, kSite);
  const std::string site = read_text(place.path() / "in/site.pem");
  for (int i = 0; i < 40; ++i) {
    const std::string copies = repeated(site, i % 7 == 0 ? 20 : 1);
    write_text(place.path() / "in" / (std::to_string(100 + i) + ".pem"), copies + "# " + std::to_string(i) + "\n");
  }
  const std::filesystem::path store = std::filesystem::path(CHAINLINT_SOURCE_DIR) / "fixtures/foreign/openssl-default.pfx";
  for (const char* name : {"100a.pfx", "105a.pfx", "110a.pfx", "115a.pfx", "120a.pfx", "125a.pfx"}) {
    std::filesystem::copy(store, place.path() / "in" / name);
  }
  for (const std::string limit : {"bytes=40000", "entries=60", "kdf-iterations=9000"}) {
    const std::string command = "chainlint check --at 2026-12-01 --anchors none --format json --limit " + limit + " in --jobs ";
    const Outcome alone = place.run(command + "1");
    EXPECT_EQ(alone.status, 3) << limit;
    EXPECT_NE(alone.out.find("with --limit " + limit.substr(0, limit.find('=')) + "=N"), std::string::npos) << limit;
    for (int round = 0; round < 3; ++round) EXPECT_EQ(place.run(command + "8").out, alone.out) << limit;
  }
}

// Whatever a path leads to, the run ends.
TEST(Resources, SpecialFilesEndWithAMessage) {
  const Workplace place;
  write_minted(place, kSite);
  const Outcome made = place.run(
      "mkfifo in/pipe in/pipe.pem; ln -s /dev/zero in/zero; ln -s /dev/zero in/zero.pem; mkdir many; cd many; seq 20001 | xargs touch");
  ASSERT_EQ(made.status, 0) << made.err;
  const auto check = [&](const std::string& paths) {
    return place.run("timeout 60 chainlint check --at 2026-12-01 --anchors none --limit files=5000 --limit bytes=100000000 " + paths);
  };
  const Outcome folder = check("in");
  EXPECT_EQ(folder.status, 3);
  EXPECT_NE(folder.out.find("in/pipe.pem: unknown, unreadable\n"), std::string::npos) << folder.out;
  EXPECT_NE(folder.out.find("in/zero.pem: unknown, unreadable\n"), std::string::npos) << folder.out;
  EXPECT_NE(folder.out.find("2 other files skipped"), std::string::npos) << folder.out;
  for (const std::string path : {"in/pipe", "/dev/zero", "/dev/null", "/proc/self/fd", "/dev", "many"}) {
    const Outcome outcome = check(path);
    EXPECT_EQ(outcome.status, 3) << path << outcome.out << outcome.err;
    EXPECT_NE(outcome.out.find("1 file not read in full"), std::string::npos) << path << outcome.out;
  }
}

}  // namespace resources_test
}  // namespace chainlint::test
