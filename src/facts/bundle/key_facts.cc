#include <algorithm>
#include <array>

#include "chain/chain_cas.h"
#include "chain/place.h"
#include "chainlint/facts/subject_key.h"
#include "chainlint/x509/display.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr std::array<std::string_view, 2> kPresences = {"tracked", "not ignored"};
constexpr std::array<std::string_view, 4> kMatches = {"leaf", "other", "ca", "none"};

const chain::KeyMatch& match_of(const FactContext& context, const Subject& subject) { return context.analysis.keys[subject.index]; }

const formats::Entry& key_entry(const FactContext& context, const Subject& subject) {
  return *context.analysis.entries[match_of(context, subject).entry];
}

// Why nothing is known of the key; empty where something is.
std::string obstacle(const formats::Entry& entry) {
  if (entry.key_state == formats::KeyState::locked) {
    return "the private key at " + to_string(entry.location) + " is locked: no password opens it";
  }
  if (entry.key_state == formats::KeyState::unreadable || !entry.key) {
    return "the private key at " + to_string(entry.location) + " could not be read";
  }
  return {};
}

// A function of what is known of the key; unavailable where nothing is.
template <class Read>
auto of_key(Read read) {
  return [read](const formats::Entry& entry) {
    const std::string reason = obstacle(entry);
    return reason.empty() ? to_value(std::invoke(read, *entry.key)) : FactValue(Unavailable{reason});
  };
}

std::string no_public_half(const formats::Entry& entry) {
  std::string reason = obstacle(entry);
  if (!reason.empty()) return reason;
  const std::string problem = entry.key->problem.empty() ? std::string() : ": " + entry.key->problem;
  return "the public half of the private key at " + to_string(entry.location) + " is not known" + problem;
}

FactValue matches(const FactContext& context, const Subject& subject) {
  const chain::KeyMatch& match = match_of(context, subject);
  if (!match.comparable) return Unavailable{no_public_half(key_entry(context, subject))};
  // The leaf comes first: a server's own certificate may be marked as a CA, and so may a former copy of it.
  const auto fits = [&](const auto& wanted) { return std::any_of(match.members.begin(), match.members.end(), wanted); };
  if (fits([&](std::size_t member) { return context.analysis.leaf == member; })) return text("leaf");
  if (fits([&](std::size_t member) { return context.analysis.members[member].certificate->is_ca(); })) return text("ca");
  return text(match.members.empty() ? "none" : "other");
}

template <auto Name>
FactValue matched(const FactContext& context, const Subject& subject) {
  const chain::KeyMatch& match = match_of(context, subject);
  if (!match.comparable) return Unavailable{no_public_half(key_entry(context, subject))};
  return match.members.empty() ? FactValue(Absent{}) : text(Name(*context.analysis.members[match.members.front()].certificate));
}

const chain::KnownCertificate* elsewhere(const FactContext& context, const Subject& subject) {
  const std::vector<chain::KnownCertificate>& found = match_of(context, subject).elsewhere;
  return found.empty() ? nullptr : &found.front();
}

std::string title_of(const crypto::KeyDescription& key) { return x509::key_title(key.algorithm, key.bits, key.curve); }

// What is known of a key that matches no certificate of its bundle, for messages.
FactValue fit(const FactContext& context, const Subject& subject) {
  const chain::KnownCertificate* found = elsewhere(context, subject);
  if (found == nullptr) {
    const formats::Entry& entry = key_entry(context, subject);
    const std::string own = entry.key ? title_of(*entry.key) : "";
    const auto& leaf = context.analysis.leaf;
    const std::string wanted = leaf ? context.analysis.members[*leaf].certificate->public_key().to_string() : own;
    return own.empty() || own == wanted ? "it matches no certificate of this run"
                                        : "it is " + own + ", that of the certificate is " + wanted;
  }
  return "it matches " + std::string(found->certificate->is_ca() ? "the CA " : "") + "'" + x509::display_name(*found->certificate) +
         "' at " + brief_place(found->location);
}

const formats::Container& key_container(const FactContext& context, const Subject& subject) {
  return *container_with(&key_entry(context, subject), context);
}

FactValue unprotected(const FactContext& context, const Subject& subject) {
  return is_unprotected(key_entry(context, subject), key_container(context, subject));
}

FactValue first_unprotected(const FactContext& context, const Subject& subject) {
  const formats::Container& container = key_container(context, subject);
  const auto first = std::find_if(container.entries.begin(), container.entries.end(), [&](const formats::Entry& entry) {
    return entry.kind == formats::EntryKind::private_key && is_unprotected(entry, container);
  });
  return first != container.entries.end() && &*first == &key_entry(context, subject);
}

FactValue git_presence(const FactContext& context, const Subject& subject) {
  const formats::GitPresence presence = key_container(context, subject).git;
  return presence == formats::GitPresence::none ? FactValue(Absent{}) : text(formats::to_string(presence));
}

FactValue leak(const FactContext& context, const Subject& subject) {
  const formats::Entry& entry = key_entry(context, subject);
  return entry.key ? publication_of(public_key_sha256(*entry.key), context) : FactValue(Absent{});
}

}  // namespace

FactTable key_fact_table() {
  const FactsAbout key(SubjectKind::key, key_entry);
  const FactsAbout other(SubjectKind::key, elsewhere);
  return {
      key.text("state", formats::kKeyStateNames,
               "How the private key is stored: in the clear, opened with a password, locked, or not readable.",
               [](const formats::Entry& it) { return formats::to_string(it.key_state); }),
      key.boolean("unprotected",
                  "The private key can be read without a password: it is stored in the clear, or opens with the empty password.",
                  unprotected),
      key.boolean("first_unprotected", "It is the first private key of its file that can be read without a password.", first_unprotected),
      key.text("git", kPresences,
               "What git does with the file of the private key: 'tracked'; 'not ignored' where it is not tracked yet and the run compares "
               "with a revision; absent where git ignores it, and outside of a repository.",
               git_presence),
      key.text("location", "Where the private key is: file, line or place in the container.",
               [](const formats::Entry& it) { return to_string(it.location); }),
      key.text("label", "The friendly name or alias of the private key.",
               [](const formats::Entry& it) { return text_or_absent(it.label); }),
      key.text("algorithm", "The algorithm of the private key: 'rsa', 'ec', 'ed25519', ...",
               of_key([](const crypto::KeyDescription& it) { return x509::to_string(it.algorithm); })),
      key.integer("bits", "bits", "The size of the private key.", of_key(&crypto::KeyDescription::bits)),
      key.text("curve", "The curve of an EC private key.",
               of_key([](const crypto::KeyDescription& it) { return text_or_absent(it.curve); })),
      key.text("format", "How the private key is encoded: 'pkcs8', 'pkcs1', 'sec1', ...",
               of_key([](const crypto::KeyDescription& it) { return crypto::to_string(it.format); })),
      key.text("text", "Algorithm and size of the private key for people: 'RSA 2048', 'EC P-256'.", of_key(title_of)),
      key.text("matches", kMatches,
               "Which certificate of the bundle the private key belongs to: the leaf, another one, a CA certificate, or none.", matches),
      key.text("matched_subject.display", "The common name of the certificate that the private key belongs to.",
               matched<x509::display_name>),
      key.text("matched_subject", "The subject of the certificate that the private key belongs to.", matched<x509::subject_text>),
      key.text("fit",
               "Which certificate of another file the private key matches, as a sentence; else what differs from the key of the leaf.",
               fit),
      key.text("leaked", "Where the private key is published, according to the records; absent where no record lists it.", leak),
      other.text("elsewhere.location",
                 "Where the run has a certificate of another bundle that the private key matches; absent where it matches one of its own.",
                 [](const chain::KnownCertificate& it) { return brief_place(it.location); }),
      other.text("elsewhere.subject", "The common name of the certificate of another bundle that the private key matches.",
                 [](const chain::KnownCertificate& it) { return x509::display_name(*it.certificate); }),
      other.boolean("elsewhere.ca", "The certificate of another bundle that the private key matches is a CA certificate.",
                    [](const chain::KnownCertificate& it) { return it.certificate->is_ca(); }),
  };
}

}  // namespace chainlint::facts
