#include "file_description.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"

namespace chainlint::mint {
namespace {

const std::vector<std::string>& encryptions() {
  static const std::vector<std::string> schemes = {"pbes2-aes256-sha256", "pbe-sha1-3des", "pbe-sha1-rc2-40", "pbe-sha1-rc2-128", "none"};
  return schemes;
}

// The options of each form; `truncate`, `flip` and `append` are everyone's.
const std::map<std::string, std::vector<std::string>>& options_by_form() {
  static const std::map<std::string, std::vector<std::string>> options = {
      {"pem", {"line_end", "bom", "final_newline", "glued", "hyphens", "prefix", "encoded"}},
      {"der", {}},
      {"base64", {"line_end", "bom", "final_newline"}},
      {"pkcs7", {"armour", "line_end"}},
      {"pkcs12",
       {"password", "key_encryption", "cert_encryption", "mac", "iterations", "mac_iterations", "local_key_ids", "armour", "line_end",
        "encoded"}},
      {"sst", {}},
      {"text", {"line_end", "bom"}},
      {"hex", {}},
      {"secret", {"type", "namespace"}},
      {"concat", {}},
  };
  return options;
}

// A list of items, or one item.
std::vector<Item> read_items(const yaml::Node& node, const KnownNames& known, Problems& problems) {
  std::vector<Item> items;
  const bool one = node.kind != yaml::Kind::sequence;
  for (std::size_t i = 0; i < (one ? 1 : node.items.size()); ++i) {
    if (auto item = read_item(one ? node : node.items[i], known, problems)) items.push_back(std::move(*item));
  }
  return items;
}

void read_content(Fields& fields, const KnownNames& known, FileDescription& file) {
  if (file.form == "text") {
    file.text = fields.text("text").value_or("");
  } else if (file.form == "hex") {
    file.octets = fields.hex("hex").value_or(Bytes());
  } else if (file.form == "concat") {
    for (const auto* node : fields.list("concat")) {
      file.parts.push_back(node->scalar);
      if (std::find(known.files.begin(), known.files.end(), node->scalar) != known.files.end()) continue;
      report_unknown(fields.problems(), node->position, "file", node->scalar, known.files);
    }
  } else if (file.form == "secret") {
    const auto* node = fields.find("secret");
    if (node->kind != yaml::Kind::mapping) return fields.wrong("secret", "a mapping of entries to items");
    for (const auto& member : node->members) file.entries.push_back({member.key, read_items(member.value, known, fields.problems())});
    file.secret_type = fields.text("type").value_or(file.secret_type);
    file.secret_namespace = fields.text("namespace").value_or(file.secret_namespace);
  } else {
    const auto* node = fields.find(file.form);
    const bool one = node->kind != yaml::Kind::sequence;
    if (!one && (file.form == "der" || file.form == "base64")) return fields.wrong(file.form, "one item");
    file.items = read_items(*node, known, fields.problems());
  }
}

// Items that a form cannot contain.
void check_kinds(const FileDescription& file, Problems& problems) {
  const bool store = file.form == "pkcs7" || file.form == "sst";
  for (const auto& item : file.items) {
    const bool stored = item.kind == Item::Kind::certificate || item.kind == Item::Kind::crl;
    if (item.kind == Item::Kind::text && file.form != "pem") {
      report(problems, item.position, "only a pem file contains text between its items");
    } else if (store && !stored) {
      report(problems, item.position, fmt::format("a file in the form {} contains certificates and CRLs, nothing else", file.form));
    } else if (file.form == "pkcs12" && !stored && item.kind != Item::Kind::key) {
      report(problems, item.position, "a PFX contains certificates, keys and CRLs, nothing else");
    }
  }
}

void read_text_options(Fields& fields, FileDescription& file) {
  static const std::map<std::string, std::string> line_ends = {{"lf", "\n"},
                                                               {"crlf", "\r\n"},
                                                               {"cr", "\r"},
                                                               {"crcrlf", "\r\r\n"},
                                                               {"empty-lines", "\n\n"},
                                                               {"space", " "},
                                                               {"escaped", "\\n"},
                                                               {"crcrlf-empty-lines", "\r\r\n\r\r\n"}};
  std::vector<std::string> names;
  for (const auto& [name, text] : line_ends) names.push_back(name);
  if (auto line_end = fields.one_of("line_end", names)) file.line_end = line_ends.at(*line_end);
  file.bom = fields.one_of("bom", {"none", "utf8", "utf16le", "utf16be"}).value_or("none");
  file.final_newline = fields.boolean("final_newline").value_or(true);
  file.glued = fields.boolean("glued").value_or(false);
  file.hyphens = fields.text("hyphens");
  file.prefix = fields.text("prefix").value_or("");
  file.encoded = fields.boolean("encoded").value_or(false);
  file.armour = fields.boolean("armour").value_or(false);
}

void read_pkcs12_options(Fields& fields, FileDescription& file) {
  const auto most = static_cast<std::int64_t>(Limits().kdf_iterations);
  file.password = fields.text("password");
  if (auto scheme = fields.one_of("key_encryption", encryptions())) file.key_encryption = *scheme;
  if (auto scheme = fields.one_of("cert_encryption", encryptions())) file.cert_encryption = *scheme;
  if (auto hash = fields.one_of("mac", {"sha256", "sha1", "none"})) file.mac = *hash;
  file.iterations = fields.integer("iterations", 1, most).value_or(2048);
  file.mac_iterations = fields.integer("mac_iterations", 1, most);
  file.local_key_ids = fields.boolean("local_key_ids").value_or(true);
  if (file.form == "pkcs12" && !file.password) file.password = "";
}

void read_damage(Fields& fields, FileDescription& file) {
  const auto most = static_cast<std::int64_t>(Limits().file_bytes);
  file.truncate = fields.integer("truncate", 0, most);
  for (const auto* node : fields.list("flip")) {
    auto offset = node->as_integer();
    if (offset && *offset >= 0) {
      file.flip.push_back(*offset);
    } else {
      fields.wrong(*node, "flip", "the offset of a byte");
    }
  }
  file.append = fields.hex("append").value_or(Bytes());
}

}  // namespace

FileDescription read_file(const NamedNode& node, const KnownNames& known, Problems& problems) {
  FileDescription file;
  file.name = node.name;
  file.position = node.node->position;
  const std::string what = fmt::format("file '{}'", node.name);
  std::vector<std::string> forms, keys = {"truncate", "flip", "append"};
  for (const auto& [form, options] : options_by_form()) {
    forms.push_back(form);
    if (!node.node->find(form)) continue;
    if (!file.form.empty()) report(problems, node.node->position, fmt::format("{} cannot be both {} and {}", what, file.form, form));
    file.form = form;
    keys.push_back(form);
    keys.insert(keys.end(), options.begin(), options.end());
  }
  if (file.form.empty()) {
    keys.insert(keys.end(), forms.begin(), forms.end());
    Fields fields(*node.node, what, keys, problems);
    if (node.node->kind == yaml::Kind::mapping) {
      report(problems, node.node->position, fmt::format("{} must have one of {}", what, join_and(forms)));
    }
    return file;
  }
  Fields fields(*node.node, what, keys, problems);
  read_content(fields, known, file);
  check_kinds(file, problems);
  read_text_options(fields, file);
  read_pkcs12_options(fields, file);
  read_damage(fields, file);
  return file;
}

}  // namespace chainlint::mint
