// Dated facts about public CAs, root programs and client stores: data, each entry with its source and date. None of it is in code.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/base/instant.h"
#include "chainlint/yaml/problems.h"

namespace chainlint::records {

// The CA that an entry is about. Where the key is known, it alone decides: a CA keeps its key when it gets a new certificate, and other CAs
// may have its name. Without a key, the name must be the same, and the organization where it is set.
struct CaIdentity {
  std::string name;          // what a certificate is called: its common name, else organizational unit, else organization
  std::string organization;  // empty: any
  std::string key_sha256;    // of the SubjectPublicKeyInfo, lower-case hexadecimal
  std::string key_id;        // the subject key identifier, lower-case hexadecimal; identifies the CA where its certificate is not available

  friend bool operator==(const CaIdentity&, const CaIdentity&) = default;
};

// Where an entry was read, and when it was last compared with that.
struct RecordSource {
  std::string title, url;
  Instant date;
};

// What every entry that was looked up has.
struct RecordNote {
  std::string summary;      // one sentence for people
  bool unverified = false;  // no primary source was found
  RecordSource source;
};

// A CA that a root program includes or included.
struct PublicRoot {
  CaIdentity ca;
  std::vector<std::string> programs;  // "mozilla", "microsoft"
};

// What a date of distrust is compared with. Certificates before that date remain trusted until they expire, except with `everything`.
enum class DistrustCompares {
  not_before,    // of the leaf
  earliest_sct,  // the earliest embedded timestamp of the leaf; its notBefore where it has none
  everything,    // the time at which the chain is evaluated
};
inline constexpr EnumNames<DistrustCompares::everything> kDistrustComparesNames{"not_before", "earliest_sct", "everything"};
constexpr std::string_view to_string(DistrustCompares compares) { return kDistrustComparesNames[compares]; }

// A root program stops trusting a CA.
struct Distrust {
  std::string program;  // "chrome", "mozilla"
  std::vector<CaIdentity> cas;
  DistrustCompares compares = DistrustCompares::not_before;
  Instant from;  // the first moment that is refused
  RecordNote note;
};

// A CA changed the intermediates from which it issues.
struct Rotation {
  std::string ca;
  std::vector<std::string> before, after;  // common names of issuers
  Instant from;
  RecordNote note;
};

// A family of clients lacks roots.
struct StoreGap {
  std::string client;  // "Android", "Java 8"
  std::string before;  // the version that has them: "7.1.1", "8u141"; empty where none has
  std::vector<CaIdentity> cas;
  RecordNote note;
};

// What else happens to a CA on some day.
struct CaEvent {
  enum class Kind {
    revoked,    // its certificate was revoked
    withdrawn,  // its owner withdrew it
    expires,    // its certificate or cross-certificate expires
    changes,    // its issuance changes
  } kind = Kind::expires;
  std::vector<CaIdentity> cas;  // empty: all public CAs
  Instant on;
  RecordNote note;
};

// Keys whose private halves are published: in a document, or in a program that everyone has.
struct LeakedKeys {
  std::vector<CaIdentity> keys;  // `key_sha256`, and what the key is called
  RecordNote note;
};

// All of them. Immutable once indexed; safe to share between threads.
class Records {
 public:
  std::vector<PublicRoot> public_roots;
  std::vector<Distrust> distrusts;
  std::vector<Rotation> rotations;
  std::vector<StoreGap> store_gaps;
  std::vector<CaEvent> events;
  std::vector<LeakedKeys> leaked_keys;
  std::optional<Instant> date;  // when the pack as a whole was last reviewed: the oldest of its files; none without a file

  // Whether the key is one of a public root: of a root program, or of a CA that one distrusts by its key. `key_sha256` as in CaIdentity.
  bool is_public_root(std::string_view key_sha256) const;

  // The public root of this name and subject key identifier (lower-case hexadecimal), or null.
  const PublicRoot* public_root_named(std::string_view name, std::string_view key_id) const;

  // The entry of a published key and its name there; nulls where the key is in none.
  struct Leak {
    const LeakedKeys* entry = nullptr;
    const CaIdentity* key = nullptr;
  };
  Leak leak_of(std::string_view key_sha256) const;

  // To be called when all entries are there.
  void index();

 private:
  std::vector<std::size_t> public_by_key_;                          // roots, sorted by the key
  std::vector<std::size_t> public_by_name_;                         // roots that have a key identifier, sorted by it and the name
  std::vector<std::string> distrusted_keys_;                        // sorted
  std::vector<std::pair<std::size_t, std::size_t>> leaked_by_key_;  // into `leaked_keys`, and into its keys; sorted by the key
};

// Adds what `root`, a parsed file, contains. Problems are noted; entries with one are left out. At its top a file has `records: NAME` and
// `date:`, the day on which it was last reviewed; then lists: `distrust`, `rotations`, `store_gaps`, `events`, `leaked_keys`, and
// `public_roots`, a block of lines `KEY KEY_ID NAME` with `programs` and `source` for the whole file. The shipped files show every key.
void read_records(const yaml::Node& root, Records& to, yaml::Problems& problems);

// The shipped files, compiled into the program: rules/records/*.yaml.
const std::vector<yaml::SourceFile>& shipped_record_files();

struct LoadedRecords {
  Records records;
  std::vector<std::string> problems;  // `path:line:column: error: ...`; the records must not be used where there are any
};

// The shipped files, then `own`: one that has the name of a shipped one replaces it. All mistakes are collected.
LoadedRecords load_records(const std::vector<yaml::SourceFile>& own);

// The shipped files alone, loaded once.
const Records& shipped_records();

}  // namespace chainlint::records
