// Bundles as lines of JSON, and every mistake in one.
#include "chainlint/formats/bundle_record.h"

#include <gtest/gtest.h>

#include "chainlint/base/base64.h"
#include "chainlint/base/bytes.h"

namespace chainlint::formats {
namespace bundle_record_test {

std::string base64(std::string_view text) {
  const SecretBytes encoded = base64_text(as_bytes(text));
  return {encoded.begin(), encoded.end()};
}

std::string text_of(const BundleRecord::File& file) { return {file.content.begin(), file.content.end()}; }

// "line:column: code: message".
std::string error_of(std::string_view text, const Limits& limits = {}) {
  const Result<BundleRecord> record = read_bundle_record(text, 7, limits);
  if (record) return "no error";
  const Location& where = record.error().location;
  return std::to_string(where.line.value_or(0)) + ":" + (where.column ? std::to_string(*where.column) : "") + ": " + record.error().code +
         ": " + record.error().message;
}

const std::string kForms =
    R"(allowed are {"name": "www.pem", "base64": "..."} and {"name": "shop/www", "files": [{"name": "www.pem", "base64": "..."}, ...]})";

TEST(BundleRecord, IsOneFileOrSeveral) {
  const Result<BundleRecord> one = read_bundle_record(R"({"name": "www.pem", "base64": "aGVsbG8="})", 1, {});
  ASSERT_TRUE(one);
  EXPECT_EQ(one->name, "www.pem");
  ASSERT_EQ(one->files.size(), 1u);
  EXPECT_EQ(one->files[0].path, "www.pem");
  EXPECT_EQ(text_of(one->files[0]), "hello");
  const Result<BundleRecord> two =
      read_bundle_record(R"({"files":[{"base64":"YQ==","name":"a.pem"},{"name":"b/c.key","base64":"Yg=="}],"name":"shop/www"}   )", 1, {});
  ASSERT_TRUE(two);
  EXPECT_EQ(two->name, "shop/www");
  ASSERT_EQ(two->files.size(), 2u);
  EXPECT_EQ(two->files[0].path, "shop/www/a.pem");
  EXPECT_EQ(text_of(two->files[0]), "a");
  EXPECT_EQ(two->files[1].path, "shop/www/b/c.key");
  EXPECT_EQ(text_of(two->files[1]), "b");
}

TEST(BundleRecord, MayHaveAnEmptyFileAndANameOfAnyScript) {
  const Result<BundleRecord> record = read_bundle_record("{\"name\": \"\\u00fcber.pem\", \"base64\": \"\"}", 1, {});
  ASSERT_TRUE(record);
  EXPECT_EQ(record->name,
            "\xC3\xBC"
            "ber.pem");
  EXPECT_TRUE(record->files[0].content.empty());
}

TEST(BundleRecord, RefusesWhatIsNoJson) {
  EXPECT_EQ(
      error_of("www.pem"),
      "7:2: record-not-json: record cannot be read: not JSON: syntax error while parsing value - invalid literal; write each record as one "
      "JSON object on a line of its own");
  const std::string cut = error_of(R"({"name": "www.pem", "base64": "aGVs)");
  EXPECT_TRUE(cut.starts_with("7:36: record-not-json: record cannot be read: not JSON: ")) << cut;
  const std::string not_utf8 = error_of("{\"name\": \"\xFF\", \"base64\": \"\"}");
  EXPECT_TRUE(not_utf8.starts_with("7:12: record-not-json: ")) << not_utf8;
  EXPECT_EQ(error_of(R"({"name": "a", "base64": ""} {"name": "b", "base64": ""})"),
            "7:: record-invalid: record is followed by other text on its line; write one record per line");
  const std::string deep = error_of(std::string(200, '['));
  EXPECT_TRUE(deep.starts_with("7:102: record-too-large: record cannot be read: objects and arrays are nested")) << deep;
}

TEST(BundleRecord, RefusesOtherMembers) {
  for (const char* text : {"[]", "\"a\"", "5", "true", "null"}) {
    EXPECT_EQ(error_of(text), "7:: record-invalid: record is not a JSON object; " + kForms) << text;
  }
  EXPECT_EQ(error_of(R"({"nmae": "a", "base64": ""})"),
            "7:: record-invalid: record has an unknown member 'nmae'; allowed are name, base64 and files; did you mean 'name'?");
  // Values that are no text count, too.
  for (const char* value : {"1", "true", "null", "{}", "[]", "\"\""}) {
    const std::string error = error_of(R"({"name": "a", "base64": "", "mode": )" + std::string(value) + "}");
    EXPECT_TRUE(error.starts_with("7:: record-invalid: record has an unknown member 'mode'; allowed are name, base64 and files")) << error;
  }
  EXPECT_EQ(error_of(R"({"name": "a", "files": [{"name": "b", "base64": "", "files": []}]})"),
            "7:: record-invalid: file 1 of record has an unknown member 'files'; allowed are name and base64");
  EXPECT_EQ(error_of(R"({"name": "a", "name": "b", "base64": ""})"),
            "7:: record-invalid: record has a member twice; write each member once");
}

TEST(BundleRecord, RefusesWhatIsMissing) {
  EXPECT_EQ(error_of("{}"), "7:: record-invalid: record has no member 'name'; " + kForms);
  EXPECT_EQ(error_of(R"({"name": "a"})"), "7:: record-invalid: record has neither 'base64' nor 'files'; " + kForms);
  EXPECT_EQ(error_of(R"({"name": "a", "base64": "", "files": []})"), "7:: record-invalid: record has both 'base64' and 'files'; " + kForms);
  EXPECT_EQ(error_of(R"({"name": "a", "files": []})"), "7:: record-invalid: record has no file; write at least one into 'files'");
  EXPECT_EQ(error_of(R"({"name": "a", "files": [{"name": "b", "base64": ""}, {"name": "c"}]})"),
            "7:: record-invalid: file 2 of record has no member 'base64'; " + kForms);
  EXPECT_EQ(error_of(R"({"name": "a", "files": [{"base64": ""}]})"),
            "7:: record-invalid: file 1 of record has no member 'name'; " + kForms);
}

TEST(BundleRecord, RefusesValuesOfAnotherType) {
  EXPECT_EQ(error_of(R"({"name": 5, "base64": ""})"), "7:: record-invalid: member 'name' of record is not a string; " + kForms);
  EXPECT_EQ(error_of(R"({"name": "a", "base64": null})"), "7:: record-invalid: member 'base64' of record is not a string; " + kForms);
  EXPECT_EQ(error_of(R"({"name": "a", "files": "b"})"), "7:: record-invalid: member 'files' of record is not an array; " + kForms);
  for (const char* file : {"5", "\"b\"", "[]"}) {
    EXPECT_EQ(error_of(R"({"name": "a", "files": [)" + std::string(file) + "]}"),
              "7:: record-invalid: file 1 of record is not a JSON object; " + kForms);
  }
}

TEST(BundleRecord, RefusesNamesThatAreNone) {
  const auto named = [](const std::string& name) { return error_of(R"({"name": ")" + name + R"(", "base64": ""})"); };
  for (const char* name : {"", "-"}) {
    EXPECT_EQ(named(name), "7:: record-invalid: name of record is empty or '-'; give it a name, such as the path of the file");
  }
  for (const char* name : {"a\\nb", "a\\u0000b", "a\\u007f", "\\u001b[2J"}) {
    EXPECT_EQ(named(name),
              "7:: record-invalid: name of record contains a control character; write the name on one line, without control characters");
  }
  EXPECT_EQ(named(std::string(4096, 'a')).substr(0, 8), "no error");
  EXPECT_EQ(named(std::string(4097, 'a')), "7:: record-invalid: name of record has 4097 bytes; at most 4096 are allowed");
  EXPECT_EQ(error_of(R"({"name": "a", "files": [{"name": "b", "base64": ""}, {"name": "c", "base64": ""}, {"name": "b", "base64": ""}]})"),
            "7:: record-invalid: files 1 and 3 of record have the same name; give each its own");
}

// Who exchanges the two members would have the key in every report.
TEST(BundleRecord, NeverRepeatsWhatMayBeAKey) {
  const std::string pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v\n-----END PRIVATE KEY-----\n";
  const std::string der = "\x30\x81\x87" + std::string(135, 'k');
  for (const std::string& key : {base64(pem), base64(der), std::string("-----BEGIN PRIVATE KEY-----")}) {
    EXPECT_EQ(
        error_of(R"({"name": ")" + key + R"(", "base64": "d3d3"})"),
        "7:: record-invalid: name of record is a certificate or key; write that as base64 under the member 'base64', and a name under "
        "'name'");
    for (const std::string& text :
         {R"({"name": "a", "base64": "%)" + key + "\"}", R"({"name": "a", ")" + key + R"(": 1})", R"({"name": "a", "base64": )" + key,
          R"({"name": "a", "files": [{"name": "b", "base64": "" ")" + key + "\"}]}", key}) {
      const std::string error = error_of(text);
      EXPECT_EQ(error.find(key.substr(0, 20)), std::string::npos) << error;
      EXPECT_EQ(error.find("no error"), std::string::npos) << text;
    }
  }
  // The path of a file may consist of such characters.
  EXPECT_EQ(error_of(R"({"name": "environments/production/europe/frankfurt/cluster07/shop/www/tls/live", "base64": ""})"), "no error");
}

TEST(BundleRecord, RefusesDamagedBase64) {
  const std::string damaged = " is damaged; encode the bytes of the file as in RFC 4648 section 4, for example with 'base64 -w0 FILE'";
  for (const char* text : {"a", "YQ==YQ==", "-_-_", "www.pem", "YWJj\\u0000"}) {
    EXPECT_EQ(error_of(R"({"name": "a", "base64": ")" + std::string(text) + "\"}"), "7:: record-invalid: base64 of record" + damaged)
        << text;
  }
  EXPECT_EQ(error_of(R"({"name": "a", "files": [{"name": "b", "base64": ""}, {"name": "c", "base64": "!"}]})"),
            "7:: record-invalid: base64 of file 2 of record" + damaged);
}

TEST(BundleRecord, HasLimits) {
  Limits limits;
  limits.file_bytes = 1 << 20;
  limits.archive_members = 3;
  const std::string most = R"({"name": "a", "base64": ")" + base64(std::string(1 << 20, 'x')) + "\"}";
  EXPECT_EQ(error_of(most, limits), "no error");
  EXPECT_EQ(error_of(R"({"name": "a", "base64": ")" + base64(std::string((1 << 20) + 1, 'x')) + "\"}", limits),
            "7:: record-too-large: record has 1048577 bytes; the limit of a file is 1 MiB");
  const auto files = [](std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
      text += std::string(i == 0 ? "" : ",") + R"({"name":"f)" + std::to_string(i) + R"(","base64":""})";
    }
    return R"({"name": "a", "files": [)" + text + "]}";
  };
  EXPECT_EQ(error_of(files(3), limits), "no error");
  EXPECT_EQ(error_of(files(4), limits).substr(0, 95),
            "7:104: record-too-large: record cannot be read: more than 12 strings, objects and arrays; the r");
  limits.archive_members = 10;
  EXPECT_EQ(error_of(files(11), limits), "7:: record-too-large: record has 11 files; at most 10 are allowed. Write fewer files per record");
}

}  // namespace bundle_record_test
}  // namespace chainlint::formats
