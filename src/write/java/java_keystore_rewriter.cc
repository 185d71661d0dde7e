#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/crypto/keystore_protection.h"
#include "chainlint/formats/java_keystore_layout.h"
#include "chainlint/formats/password_search.h"
#include "java/java_keystore_writer.h"
#include "rewriters.h"
#include "store_errors.h"

namespace chainlint::write {
namespace {

using Item = formats::JavaKeystoreLayout::Item;
using Kind = formats::JavaKeystoreLayout::Kind;

// The items of the layout whose certificates an edit means: one key with its chain, or all trusted certificates.
struct Target {
  std::vector<std::size_t> items;
  std::vector<x509::CertificatePtr> certificates;  // what they contain
};

// What each item is called where the file was read: the entries follow the items one after another.
std::optional<std::vector<std::string>> units_of(const formats::Container& read, const formats::JavaKeystoreLayout& layout) {
  std::vector<std::string> units;
  std::size_t at = 0;
  for (const Item& item : layout.items) {
    if (at >= read.entries.size()) return {};
    units.push_back(read.entries[at].unit);
    at += item.kind == Kind::key ? 1 + item.certificates.size() : 1;
  }
  return at == read.entries.size() ? std::optional(units) : std::nullopt;
}

Error no_such_unit(const std::string& unit, const std::vector<std::string>& units) {
  std::set<std::string> names;
  for (const std::string& name : units) {
    if (!name.empty()) names.insert(in_quotes(name));
  }
  const std::string list = join_and({names.begin(), names.end()});
  if (unit.empty()) return {"rewrite-unit", "the keystore has several parts, and none was specified: " + list, {}};
  return {"rewrite-unit", "the keystore has no entry " + in_quotes(unit) + (list.empty() ? "" : "; there is " + list), {}};
}

Result<Target> find_target(const std::string& unit, const formats::Container& read, const formats::JavaKeystoreLayout& layout) {
  const auto units = units_of(read, layout);
  if (!units) return store_damaged("its entries have changed since they were read");
  Target target;
  std::size_t at = 0;
  bool any_key = false;
  bool trusted = false;
  for (std::size_t i = 0; i < layout.items.size(); ++i) {
    const Item& item = layout.items[i];
    const std::size_t entries = item.kind == Kind::key ? 1 + item.certificates.size() : 1;
    const bool meant = item.kind != Kind::secret && (unit.empty() || (*units)[i] == unit);
    if (meant) {
      target.items.push_back(i);
      (item.kind == Kind::key ? any_key : trusted) = true;
      for (std::size_t e = 0; e < entries; ++e) {
        if (const x509::CertificatePtr& certificate = read.entries[at + e].certificate) target.certificates.push_back(certificate);
      }
    }
    at += entries;
  }
  if (target.items.empty() && unit.empty()) return target;
  if (target.items.empty() || (any_key && (trusted || target.items.size() > 1))) return no_such_unit(unit, *units);
  return target;
}

// The password of the store: the one for which the digest after the last entry is right.
Result<Password> store_password(ByteView original, std::size_t end, const RewriteOptions& options) {
  const ByteView content = original.first(end);
  const ByteView digest = original.subspan(end, crypto::kKeystoreDigestOctets);
  for (const formats::PasswordCandidate& candidate : formats::password_candidates({options.limits, options.passwords})) {
    if (candidate.form != crypto::PasswordForm::standard) continue;
    if (equal(crypto::java_keystore_digest(content, candidate.password), digest)) return candidate.password;
  }
  return store_locked(options);
}

}  // namespace

Result<Bytes> rewrite_java_keystore(const formats::Container& read, ByteView original, const ContainerEdit& edit,
                                    const RewriteOptions& options) {
  if (!edit.encryption.empty()) {
    return store_unsupported("only a PFX can be re-encrypted; convert the keystore with 'keytool -importkeystore'");
  }
  const auto layout = formats::lay_out_java_keystore(original);
  if (!layout) return store_damaged("its entries cannot be followed to their end");
  const auto target = find_target(edit.unit, read, *layout);
  if (!target) return target.error();
  if (holds_already(target->certificates, edit.certificates)) return to_bytes(original);
  const auto password = store_password(original, layout->end, options);
  if (!password) return password.error();

  const bool key = !target->items.empty() && layout->items[target->items.front()].kind == Kind::key;
  Bytes file =
      key ? with_chain(original, *layout, target->items.front(), edit.certificates) : with_trusted(original, *layout, edit.certificates);
  const Bytes digest = crypto::java_keystore_digest(file, *password);
  file.insert(file.end(), digest.begin(), digest.end());
  const ByteView rest = original.subspan(layout->end + crypto::kKeystoreDigestOctets);
  file.insert(file.end(), rest.begin(), rest.end());
  return file;
}

}  // namespace chainlint::write
