// Dated facts about public CAs, root programs and client stores: data, each entry with its source and date. None of it is in code.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chainlint/base/instant.h"
#include "chainlint/yaml/document.h"

namespace chainlint {

// Whom an entry speaks of: a key, a name, or both. Empty parts say nothing.
struct CaIdentity {
  std::string key_sha256;  // of the SubjectPublicKeyInfo, lower-case hexadecimal
  std::string name;        // common name of the subject, or the organization where there is none
};

struct RecordSource {
  std::string title, url;
  Instant date;  // when the entry was last compared with its source
};

// A CA of which root programs say that it is a public one.
struct PublicRoot {
  CaIdentity ca;
  std::vector<std::string> programs;  // "mozilla", "microsoft", "chrome", "apple"
};

// From some day on a program no longer trusts a CA. The day is compared with the leaf, not with today: old certificates stay good until
// they end, unless `everything` is meant.
struct Distrust {
  enum class Compares { not_before, earliest_sct, everything } compares = Compares::not_before;
  std::string program;  // "chrome", "mozilla", ...
  CaIdentity ca;
  Instant from;         // the first moment that is refused
  std::string summary;  // for people
  RecordSource source;
};

// A CA changed the intermediates from which it issues.
struct Rotation {
  std::string ca;
  std::vector<std::string> before, after;  // common names of issuers
  Instant from;
  std::string summary;
  RecordSource source;
};

// A family of clients lacks a root.
struct StoreGap {
  std::string client;  // "android", "java8"
  CaIdentity ca;
  std::string until;  // the version that has it: "7.1.1", "8u141"; empty where none has
  std::string summary;
  RecordSource source;
};

// All of them. Immutable once made; safe to share between threads.
class Records {
 public:
  std::vector<PublicRoot> public_roots;
  std::vector<Distrust> distrusts;
  std::vector<Rotation> rotations;
  std::vector<StoreGap> store_gaps;
  std::optional<Instant> date;  // when the pack as a whole was last reviewed: the oldest of its files

  // Whether the key is one of a public root. `key_sha256` as in CaIdentity.
  bool is_public_root(std::string_view key_sha256) const;

  // To be called when all entries are there.
  void index();

 private:
  std::unordered_map<std::string, std::size_t> public_by_key_;
};

// A file of records by its text: `records: NAME` at its top, then its lists.
struct RecordFile {
  std::string path;
  std::string text;
};

// The shipped files, compiled into the program: rules/records/*.yaml.
const std::vector<RecordFile>& shipped_record_files();

struct LoadedRecords {
  Records records;
  std::vector<std::string> problems;  // `path:line:column: error: ...`; the records must not be used where there are any
};

// The shipped files, then `own`: one that has the name of a shipped one replaces it.
LoadedRecords load_records(const std::vector<RecordFile>& own);

// The shipped files alone, loaded once.
const Records& shipped_records();

}  // namespace chainlint
