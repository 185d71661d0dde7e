#include <algorithm>
#include <array>

#include "chainlint/x509/display.h"
#include "place.h"
#include "tables.h"
#include "value.h"

namespace chainlint {

namespace {

constexpr std::array<std::string_view, 4> kStates = {"plain", "unlocked", "locked", "unreadable"};
constexpr std::array<std::string_view, 2> kPresences = {"tracked", "not ignored"};
constexpr std::array<std::string_view, 4> kMatches = {"leaf", "other", "ca", "none"};

const KeyMatch& match_of(const FactContext& context, const Subject& subject) { return context.analysis.keys[subject.index]; }

const Entry& entry_of(const FactContext& context, const Subject& subject) {
  return *context.analysis.entries[match_of(context, subject).entry];
}

// Why nothing is known of the key; empty where something is.
std::string obstacle(const Entry& entry) {
  if (entry.key_state == KeyState::locked) {
    return "the private key at " + to_string(entry.location) + " is locked: no password opened it";
  }
  if (entry.key_state == KeyState::unreadable || !entry.key) {
    return "the private key at " + to_string(entry.location) + " could not be read";
  }
  return {};
}

FactValue described(const FactContext& context, const Subject& subject, FactValue (*read)(const KeyDescription& key)) {
  const Entry& entry = entry_of(context, subject);
  const std::string reason = obstacle(entry);
  return reason.empty() ? read(*entry.key) : FactValue(Unavailable{reason});
}

std::string no_public_half(const Entry& entry) {
  const std::string reason = obstacle(entry);
  if (!reason.empty()) {
    return reason;
  }
  const std::string problem = entry.key->problem.empty() ? std::string() : ": " + entry.key->problem;
  return "the public half of the private key at " + to_string(entry.location) + " is not known" + problem;
}

FactValue matches(const FactContext& context, const Subject& subject) {
  const KeyMatch& match = match_of(context, subject);
  if (!match.comparable) {
    return Unavailable{no_public_half(entry_of(context, subject))};
  }
  // The leaf comes first: a server's own certificate may be marked as a CA, and so may a former copy of it.
  const auto fits = [&](const auto& wanted) { return std::any_of(match.members.begin(), match.members.end(), wanted); };
  if (fits([&](std::size_t member) { return context.analysis.leaf == member; })) return text("leaf");
  if (fits([&](std::size_t member) { return context.analysis.members[member].certificate->is_ca(); })) return text("ca");
  return text(match.members.empty() ? "none" : "other");
}

FactValue matched_subject(const FactContext& context, const Subject& subject) {
  const KeyMatch& match = match_of(context, subject);
  if (!match.comparable) {
    return Unavailable{no_public_half(entry_of(context, subject))};
  }
  return match.members.empty() ? FactValue(Absent{}) : text(subject_text(*context.analysis.members[match.members.front()].certificate));
}

FactValue matched_display(const FactContext& context, const Subject& subject) {
  const KeyMatch& match = match_of(context, subject);
  if (!match.comparable) return Unavailable{no_public_half(entry_of(context, subject))};
  return match.members.empty() ? FactValue(Absent{})
                               : text(display_name(*context.analysis.members[match.members.front()].certificate));
}

const KnownCertificate* elsewhere(const FactContext& context, const Subject& subject) {
  const std::vector<KnownCertificate>& found = match_of(context, subject).elsewhere;
  return found.empty() ? nullptr : &found.front();
}

FactValue elsewhere_location(const FactContext& context, const Subject& subject) {
  const KnownCertificate* found = elsewhere(context, subject);
  return found == nullptr ? FactValue(Absent{}) : text(brief_place(found->location));
}

FactValue elsewhere_subject(const FactContext& context, const Subject& subject) {
  const KnownCertificate* found = elsewhere(context, subject);
  return found == nullptr ? FactValue(Absent{}) : text(display_name(*found->certificate));
}

FactValue elsewhere_ca(const FactContext& context, const Subject& subject) {
  const KnownCertificate* found = elsewhere(context, subject);
  return found == nullptr ? FactValue(Absent{}) : FactValue(found->certificate->is_ca());
}

// What is known of a key that fits no certificate of its bundle, for messages.
FactValue fit(const FactContext& context, const Subject& subject) {
  const KnownCertificate* found = elsewhere(context, subject);
  if (found == nullptr) {
    return text("it fits no certificate of this run");
  }
  return "it fits " + std::string(found->certificate->is_ca() ? "the CA " : "") + "'" + display_name(*found->certificate) + "' at " +
         brief_place(found->location);
}

const Container& container_of(const FactContext& context, const Subject& subject) {
  return *container_with(&entry_of(context, subject), context);
}

// The empty password, and the absent one of PKCS#12, protect nothing.
FactValue unprotected(const FactContext& context, const Subject& subject) {
  const Entry& entry = entry_of(context, subject);
  const Container& container = container_of(context, subject);
  if (entry.key_state == KeyState::plain) return !container.facts.in_encrypted_archive;
  const PasswordUse password = container.facts.password;
  return entry.key_state == KeyState::unlocked && (password == PasswordUse::empty || password == PasswordUse::absent);
}

FactValue git_presence(const FactContext& context, const Subject& subject) {
  const GitPresence presence = container_of(context, subject).git;
  return presence == GitPresence::none ? FactValue(Absent{}) : text(to_string(presence));
}

FactValue key_text(const KeyDescription& key) { return key_title(key.algorithm, key.bits, key.curve); }

const std::array kFacts = {
    FactDefinition{
        SubjectKind::key, "state", FactType::text, "", kStates,
        "How the private key is stored: in the clear, opened with a password, locked, or not readable.",
        [](const FactContext& context, const Subject& subject) { return text(to_string(entry_of(context, subject).key_state)); }},
    FactDefinition{SubjectKind::key,
                   "unprotected",
                   FactType::boolean,
                   "",
                   {},
                   "The private key can be read without a password: it is stored in the clear, or opens with the empty password.",
                   unprotected},
    FactDefinition{
        SubjectKind::key, "git", FactType::text, "", kPresences,
        "What git does with the file of the private key: 'tracked'; 'not ignored' where it is not tracked yet and the run compares "
        "with a revision; absent where git ignores it, and outside of a repository.",
        git_presence},
    FactDefinition{SubjectKind::key,
                   "location",
                   FactType::text,
                   "",
                   {},
                   "Where the private key stands: file, line or place in the container.",
                   [](const FactContext& context, const Subject& subject) { return text(to_string(entry_of(context, subject).location)); }},
    FactDefinition{SubjectKind::key,
                   "label",
                   FactType::text,
                   "",
                   {},
                   "The friendly name or alias of the private key.",
                   [](const FactContext& context, const Subject& subject) { return text_or_absent(entry_of(context, subject).label); }},
    FactDefinition{SubjectKind::key,
                   "algorithm",
                   FactType::text,
                   "",
                   {},
                   "The algorithm of the private key: 'rsa', 'ec', 'ed25519', ...",
                   [](const FactContext& context, const Subject& subject) {
                     return described(context, subject, [](const KeyDescription& key) { return text(to_string(key.algorithm)); });
                   }},
    FactDefinition{SubjectKind::key,
                   "bits",
                   FactType::integer,
                   "bits",
                   {},
                   "The size of the private key.",
                   [](const FactContext& context, const Subject& subject) {
                     return described(context, subject, [](const KeyDescription& key) { return integer(key.bits); });
                   }},
    FactDefinition{SubjectKind::key,
                   "curve",
                   FactType::text,
                   "",
                   {},
                   "The curve of an EC private key.",
                   [](const FactContext& context, const Subject& subject) {
                     return described(context, subject, [](const KeyDescription& key) { return text_or_absent(key.curve); });
                   }},
    FactDefinition{SubjectKind::key,
                   "format",
                   FactType::text,
                   "",
                   {},
                   "How the private key is encoded: 'pkcs8', 'pkcs1', 'sec1', ...",
                   [](const FactContext& context, const Subject& subject) {
                     return described(context, subject, [](const KeyDescription& key) { return text(to_string(key.format)); });
                   }},
    FactDefinition{SubjectKind::key,
                   "text",
                   FactType::text,
                   "",
                   {},
                   "Algorithm and size of the private key for people: 'rsa 2048', 'EC P-256'.",
                   [](const FactContext& context, const Subject& subject) { return described(context, subject, key_text); }},
    FactDefinition{SubjectKind::key, "matches", FactType::text, "", kMatches,
                   "Which certificate of the bundle the private key belongs to: the leaf, another one, a CA certificate, or none.",
                   matches},
    FactDefinition{SubjectKind::key,
                   "matched_subject.display",
                   FactType::text,
                   "",
                   {},
                   "The common name of the certificate that the private key belongs to.",
                   matched_display},
    FactDefinition{SubjectKind::key,
                   "matched_subject",
                   FactType::text,
                   "",
                   {},
                   "The subject of the certificate that the private key belongs to.",
                   matched_subject},
    FactDefinition{SubjectKind::key,
                   "fit",
                   FactType::text,
                   "",
                   {},
                   "Which certificate of another file the private key fits, as a sentence, or that it fits none of the run.",
                   fit},
    FactDefinition{SubjectKind::key,
                   "elsewhere.location",
                   FactType::text,
                   "",
                   {},
                   "Where the run has a certificate of another bundle that the private key fits; absent where it fits one of its own bundle.",
                   elsewhere_location},
    FactDefinition{SubjectKind::key,
                   "elsewhere.subject",
                   FactType::text,
                   "",
                   {},
                   "The common name of that certificate.",
                   elsewhere_subject},
    FactDefinition{SubjectKind::key,
                   "elsewhere.ca",
                   FactType::boolean,
                   "",
                   {},
                   "That certificate is a CA certificate.",
                   elsewhere_ca},
};

}  // namespace

std::span<const FactDefinition> key_fact_table() { return kFacts; }

}  // namespace chainlint
