// Every bound on hostile input, in one place: on its size, depth and number, and on the work that is done because of it. Not here: numbers
// of a standard, and how much of a long list or text is shown (constants with "Shown" in the name); both stay where they are used.
//
// `Limits` is passed along, so a caller can set its members. The other structs contain constants by subject; they have no option.
// An exceeded limit is reported as a diagnostic, problem or finding. Where it is not, the comment says what happens instead.
#pragma once

#include <cstddef>
#include <cstdint>

namespace chainlint {

struct Limits {
  // Files and containers.
  std::uint64_t file_bytes = 64ull << 20;
  std::size_t pem_block_bytes = 16u << 20;
  std::size_t certificate_bytes = 1u << 20;
  std::size_t certificates_per_file = 100000;
  std::size_t asn1_depth = 64;          // constructed elements inside each other
  std::size_t octet_string_depth = 16;  // constructed OCTET STRINGs inside each other (BER)
  std::size_t asn1_elements = 1000000;  // in one container
  std::size_t pkcs12_bags = 10000;
  std::size_t safe_contents_depth = 10;
  std::size_t container_depth = 4;  // a PFX in a PEM block in ...
  std::size_t diagnostics = 1000;   // of one file; the rest are counted
  std::size_t directory_depth = 32;
  std::size_t folder_entries = 200000;  // files and folders that are walked

  // Of all files of a run, members of archives included.
  std::uint64_t bytes_per_run = 4ull << 30;
  std::uint64_t entries_per_run = 2000000;
  std::uint64_t output_bytes_per_run = 1ull << 30;  // of all reports; one that is over it is not written

  // Archives. `file_bytes` applies to each member; these limits apply to a file with all the archives in it.
  std::uint64_t archive_bytes = 256ull << 20;  // unpacked
  std::size_t archive_members = 10000;
  std::uint64_t archive_ratio = 200;  // unpacked to packed
  std::size_t archive_depth = 2;      // an archive, and one inside it

  // Keystores, YAML and JSON.
  std::size_t document_depth = 100;  // values inside each other; yaml-cpp needs 400 bytes of stack for each
  std::size_t document_values = 1000000;
  std::size_t documents = 10000;        // in one file
  std::size_t alias_bytes = 64u << 20;  // of text that YAML aliases repeat in one file
  std::size_t registry_value_bytes = 4u << 20;

  // Key derivation. Work is counted in iterations of the underlying hash; the sum runs over every password tried.
  std::uint64_t kdf_iterations = 10000000;
  std::uint64_t kdf_iterations_per_file = 30000000;  // of an archive with all its members
  std::uint64_t kdf_iterations_per_run = 1000000000;
  std::uint64_t scrypt_bytes = 256ull << 20;
  std::size_t salt_bytes = 1024;
  std::size_t passwords = 64;

  // Public keys that are never used for a verification because it would take too long.
  std::size_t rsa_modulus_bits = 16384;
  std::size_t rsa_exponent_bits = 64;

  // The search for a path. Counts only, never the clock: the same input gives the same verdict everywhere.
  std::size_t signature_checks = 2000;
  std::size_t node_expansions = 5000;
  std::size_t complete_paths = 64;
  std::size_t path_length = 64;  // certificates, leaf and anchor included
  std::size_t name_constraint_checks = 1u << 20;
};

// Text of any origin.
struct TextLimits {
  static constexpr std::size_t kSuggestionBytes = 200;  // of a word; a longer one gets no "did you mean"
};

struct Asn1Limits {
  static constexpr std::uint32_t kTagNumber = 0xFFFFFF;  // with the first identifier byte it fits 32 bits
};

struct X509Limits {
  static constexpr std::size_t kTimestamps = 256;  // signed certificate timestamps in one certificate
};

struct CryptoLimits {
  static constexpr std::int64_t kPssSaltBytes = 2048;  // the modulus of the longest RSA key; above it the algorithm is unsupported
  static constexpr std::uint64_t kMacKeyBytes = 1024;  // of PBMAC1; real files have keys of this length
  static constexpr std::size_t kParameterDepth = 8;    // of an encryption algorithm that is used again
  static constexpr std::size_t kDerivedKeys = 64;      // of one file that are kept; further ones are derived each time
  static constexpr std::size_t kRsaBits = 16384;       // of the longest modulus that OpenSSL, NSS and Java load; longer ones are not tested
  static constexpr std::uint64_t kTrialDivisor = 1000;  // primes below it that a modulus is divided by
  static constexpr std::size_t kFermatSteps = 100;      // of factoring a modulus of two close primes
  static constexpr int kPreparedKeys = 512;             // of 50 KB each; signatures of further keys are checked without one
};

// YAML of rules, policies and records. Files to check have the larger limits above.
struct YamlLimits {
  static constexpr std::size_t kFileBytes = 4u << 20;
  static constexpr std::size_t kDepth = 64;          // lists and mappings inside each other
  static constexpr int kPackedDepth = 128;           // the same in the packed form; more than any that is written
  static constexpr std::size_t kSuggestions = 100;   // of one file; each compares with all known names, further mistakes get none
  static constexpr std::size_t kFlowMarks = 200000;  // of a collection in brackets; yaml-cpp collects all its tokens first
};

// The detection of a format, before a reader is called.
struct DetectionLimits {
  static constexpr std::size_t kHeadBytes = 64 * 1024;  // searched for the marks of a format; what follows does not decide
  static constexpr std::size_t kSettingBytes = 200;     // of a value beside the content of a file; a longer one is no setting of the file
};

struct PemLimits {
  static constexpr std::size_t kHeaderLines = 64;  // of RFC 1421 in a block
  static constexpr std::size_t kIvDigits = 128;    // hexadecimal, in DEK-Info
  static constexpr std::size_t kLabelBytes = 80;   // a longer one makes the line ordinary text
  static constexpr std::size_t kHyphens = 80;      // on each side of a label; further ones are not part of the line
  static constexpr std::size_t kBase64Layers = 4;  // around a block that is repaired
  static constexpr int kBlankLines = 5;            // between the key of a YAML block and its text
  static constexpr int kMarksLookedAt = 1000;      // that may be values of another document; the rest does not decide
};

struct ArchiveLimits {
  static constexpr std::uint64_t kRatioFloor = 1u << 20;  // bytes up to which `archive_ratio` is not applied
};

struct JavaLimits {
  static constexpr std::size_t kObjectDepth = 64;  // serialized objects inside each other
  static constexpr std::size_t kObjects = 65536;   // in one serialized key
  static constexpr std::size_t kClassAncestors = 16;
  static constexpr std::size_t kAliasBytes = 256;  // kept; an alias is repeated for each certificate of its chain
};

struct WindowsLimits {
  static constexpr std::size_t kUsages = 1000;          // in one property of a certificate
  static constexpr std::size_t kRegistryKeyParts = 64;  // of a path; further ones are ignored
};

struct JsonLimits {
  static constexpr std::size_t kArrayItems = 16000000;  // of all arrays of one file
};

struct KubernetesLimits {
  static constexpr std::size_t kServedHosts = 10000;   // of one file; further hosts are ignored
  static constexpr std::size_t kServing = 20000;       // objects of one file that serve hosts or create Secrets, and Secrets that they name
  static constexpr std::size_t kPasswords = 16;        // of one Secret that are tried on its keystores
  static constexpr std::size_t kPasswordBytes = 256;   // a longer value is not a password
  static constexpr std::size_t kEmptyValueChars = 64;  // of base64; a longer value is not empty
};

struct PinLimits {
  static constexpr std::size_t kFileBytes = 8u << 20;
  static constexpr std::size_t kPins = 100000;
  static constexpr std::size_t kLineBytes = 4096;
  static constexpr std::size_t kProblems = 100;  // of one file; then reading stops
};

// The configuration of servers. What is over one of the first group is a diagnostic; past one of the second, the rest is not looked at.
struct ConfigLimits {
  static constexpr std::size_t kFileBytes = 16u << 20;
  static constexpr std::size_t kBytes = 16u << 20;             // of the files of one configuration
  static constexpr std::size_t kExpandedBytes = 16u << 20;     // that its variables and macros add
  static constexpr std::size_t kFiles = 4096;                  // of one configuration
  static constexpr std::size_t kIncludeDepth = 32;             // files that include each other
  static constexpr std::size_t kStatements = 200000;           // of one file
  static constexpr std::size_t kExpandedStatements = 1000000;  // of one configuration, with what is included several times
  static constexpr std::size_t kBlockDepth = 64;               // blocks inside each other
  static constexpr std::size_t kEndpoints = 20000;             // of one configuration

  static constexpr std::size_t kWords = 10000;             // of one line
  static constexpr std::size_t kTemplateBytes = 4096;      // of one expression of a template; a longer one is text
  static constexpr std::size_t kProblems = 100;            // of one file that are reported
  static constexpr std::size_t kNames = 10000;             // of one endpoint
  static constexpr std::size_t kGlobMatches = 10000;       // files of one pattern
  static constexpr std::size_t kGlobFolders = 10000;       // that one pattern looks into
  static constexpr std::size_t kGlobBytes = 1024;          // of a pattern; a longer one matches nothing
  static constexpr std::size_t kDefines = 10000;           // variables that Apache httpd and HAProxy files define
  static constexpr std::size_t kValueBytes = 16384;        // of a value with its variables replaced
  static constexpr std::size_t kPasswordFileBytes = 4096;  // of a file with passwords
};

// The combination of files into bundles. Past one of these, entries and files stay as they are, without a message.
struct BundlingLimits {
  static constexpr std::size_t kCopiesPerEntry = 8;   // of shared CA certificates, for each entry of the file
  static constexpr std::size_t kKeyAlgorithms = 4;    // of one PEM file with several keys and chains
  static constexpr std::size_t kRepeatedValues = 32;  // of one document, each compared with each
  static constexpr std::size_t kTrustedFiles = 16;    // CA files with issuers of one certificate
  static constexpr std::size_t kSameSubject = 64;     // CA certificates that are tried as one issuer
};

// Around the path search, whose own limits are in `Limits`. Past one of these, the rest is not looked at.
struct ChainLimits {
  static constexpr std::size_t kUseChecks = 64;            // signatures, for the choice of the end-entity certificate
  static constexpr std::size_t kOtherKeys = 32;            // keys under other names that are tried on one signature
  static constexpr std::size_t kIssuerChecks = 256;        // signatures, to find known issuers of one bundle
  static constexpr std::size_t kCertificatesAbove = 32;    // CA certificates between a gap and an anchor
  static constexpr std::size_t kCertificatesBetween = 64;  // CA certificates between a gap and the rest of the bundle
  static constexpr std::size_t kPlacesOfKey = 64;          // certificates of a run with one key
  static constexpr std::size_t kFoundInRun = 16;           // certificates of one kind that a lookup in the run returns
  static constexpr std::size_t kTwins = 64;                // of one certificate; comparing all pairs takes quadratic time
  static constexpr std::size_t kTriedPaths = 32;           // that a result explains
  static constexpr std::size_t kSorted = 64;  // certificates that are sorted as in GnuTLS, in quadratic time; it refuses more than 16
};

// What facts look at for each certificate or entry of a file. Past one of these, the rest is not looked at or the fact is absent.
struct FactLimits {
  static constexpr std::size_t kTrustedEntries = 4000;  // of a keystore
  static constexpr std::size_t kStoreMembers = 4000;    // of a trust store
  static constexpr std::size_t kMembers = 2000;         // more than a server sends, each compared with all others
  static constexpr std::size_t kMembersAbove = 64;      // CA certificates above one
  static constexpr std::size_t kLabelBytes = 256;       // a longer one was not written by a person
  static constexpr std::size_t kMomentsBetween = 64;    // in a change window
};

// Rule files and their tests.
struct RuleFileLimits {
  static constexpr std::size_t kFileBytes = 1u << 20;
  static constexpr std::size_t kSetDepth = 64;  // rule sets that extend one another
};

// One policy with the files that it extends.
struct PolicyLimits {
  static constexpr std::size_t kFileBytes = 1u << 20;
  static constexpr std::size_t kFiles = 256;
  static constexpr std::size_t kExtendsDepth = 16;
  static constexpr std::size_t kValues = 100000;       // in one file
  static constexpr std::size_t kEntries = 10000;       // in one list
  static constexpr std::size_t kTextBytes = 4096;      // of one value
  static constexpr std::size_t kSelectorBytes = 1000;  // of a pattern for names
  static constexpr std::size_t kPathPatternBytes = 1024;
};

struct WaiverLimits {
  static constexpr std::size_t kPatterns = 100;    // of one waiver
  static constexpr std::size_t kTextBytes = 1000;  // of a reason: every report contains it
};

struct BaselineLimits {
  static constexpr std::size_t kFileBytes = 32u << 20;
  static constexpr std::size_t kEntries = 100000;
};

// Records of root programs.
struct RecordLimits {
  static constexpr std::size_t kEntries = 20000;  // in one list
  static constexpr std::size_t kNameLength = 64;
  static constexpr std::size_t kKeyIdDigits = 128;  // hexadecimal
};

struct PasswordLimits {
  static constexpr std::size_t kFileBytes = 64 * 1024;
};

struct TrustLimits {
  static constexpr std::size_t kChainFileEntries = 1000;  // a file with more is not the chain of a server
};

// Repositories. Past a limit on a number, the rest is not looked at.
struct GitLimits {
  static constexpr std::size_t kFileBytes = 1u << 20;  // of a policy, baseline or pin list
  static constexpr std::size_t kCommits = 200000;      // of a history
  static constexpr std::size_t kNames = 10000;         // branches and tags
  static constexpr int kLinks = 32;                    // symbolic links on the way to one file
  static constexpr std::uint64_t kLinkBytes = 4096;
  static constexpr std::size_t kLfsPointerBytes = 1024;
};

// The comparison with another revision or with the deployed bundle.
struct ComparisonLimits {
  static constexpr std::size_t kDeletedFiles = 20000;
  static constexpr std::size_t kCandidates = 64;           // previous bundles that share one name, key or leaf
  static constexpr std::size_t kFilesBeside = 256;         // of a folder, searched for the key of a bundle
  static constexpr std::size_t kKeyFileBytes = 64 * 1024;  // of such a file
};

// Reports of the shards of a run.
struct ShardLimits {
  static constexpr std::size_t kCount = 256;             // shards of one run; all their files are open at once
  static constexpr std::size_t kLineBytes = 256u << 20;  // the longest line lists the files of the run
};

struct FixLimits {
  static constexpr std::size_t kEdits = 100;        // of one file, which is read back after each
  static constexpr std::size_t kValues = 100;       // of one document
  static constexpr std::size_t kAliasLength = 200;  // of an entry that is added to a keystore; the rest is cut off
};

// Files that are replaced.
struct WriteLimits {
  static constexpr int kLinks = 40;                      // symbolic links that are followed, as in Linux
  static constexpr std::size_t kAttributeBytes = 65536;  // of an extended attribute, and of all names, as in Linux
};

struct TimelineLimits {
  static constexpr int kDays = 36525;
  static constexpr std::size_t kEvaluations = 2000;
  static constexpr std::size_t kFewestEvaluations = 8;    // however many certificates the bundle has
  static constexpr std::size_t kCertificates = 50000;     // evaluations times certificates of the bundle
  static constexpr std::size_t kCertificatesAbove = 200;  // of anchors and stores
};

}  // namespace chainlint
