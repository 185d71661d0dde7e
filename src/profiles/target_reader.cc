#include "target_reader.h"

#include <algorithm>
#include <array>

#include "chainlint/base/text.h"
#include "chainlint/formats/container.h"
#include "chainlint/profiles/profile_fields.h"
#include "chainlint/x509/extensions.h"
#include "chainlint/yaml/mapping_reader.h"

namespace chainlint::profiles {
namespace {

constexpr std::array kAlgorithms = {x509::KeyAlgorithm::rsa,     x509::KeyAlgorithm::rsa_pss, x509::KeyAlgorithm::ec,
                                    x509::KeyAlgorithm::ed25519, x509::KeyAlgorithm::ed448,   x509::KeyAlgorithm::dsa,
                                    x509::KeyAlgorithm::gost,    x509::KeyAlgorithm::ml_dsa};
constexpr std::array kKeyFormats = {crypto::KeyFormat::pkcs8, crypto::KeyFormat::pkcs1, crypto::KeyFormat::sec1, crypto::KeyFormat::dsa};

// The usages that an end-entity certificate can have.
constexpr std::uint32_t kEndEntityUsages = x509::key_usage::kDigitalSignature | x509::key_usage::kNonRepudiation |
                                           x509::key_usage::kKeyEncipherment | x509::key_usage::kDataEncipherment |
                                           x509::key_usage::kKeyAgreement;

template <class T, std::size_t N>
std::vector<std::string> texts_of(const std::array<T, N>& values) {
  std::vector<std::string> texts;
  for (const T value : values) texts.emplace_back(to_string(value));
  return texts;
}

}  // namespace

std::vector<std::string> target_formats() {
  std::vector<std::string> names;
  for (const formats::FormatTraits& format : formats::kFormats) {
    if (format.is_for_targets) names.emplace_back(format.name);
  }
  return names;
}

const std::vector<std::string>& target_curves() {
  static const std::vector<std::string> names = {"P-256",           "P-384",           "P-521",          "secp256k1",
                                                 "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1"};
  return names;
}

const std::vector<std::string>& pem_diagnostics() {
  static const std::vector<std::string> codes = {"pem-blank-lines",
                                                 "pem-blanks",
                                                 "pem-bom",
                                                 "pem-boundary",
                                                 "pem-carriage-return",
                                                 "pem-double-carriage-return",
                                                 "pem-doubled-line-ends",
                                                 "pem-encoded-again",
                                                 "pem-end-mismatch",
                                                 "pem-end-missing",
                                                 "pem-escaped-newlines",
                                                 "pem-extra-text",
                                                 "pem-glued-blocks",
                                                 "pem-headers",
                                                 "pem-indented",
                                                 "pem-key-label",
                                                 "pem-key-label-unusual",
                                                 "pem-key-trailing-data",
                                                 "pem-label-mismatch",
                                                 "pem-mixed-labels",
                                                 "pem-nul-byte",
                                                 "pem-old-label",
                                                 "pem-one-line",
                                                 "pem-padding",
                                                 "pem-quoted",
                                                 "pem-request",
                                                 "pem-stray-characters",
                                                 "pem-trailing-data",
                                                 "pem-trusted-label",
                                                 "pem-utf16"};
  return codes;
}

const std::vector<std::string>& pfx_schemes() {
  static const std::vector<std::string> schemes = {"pbes2", "3des", "rc2", "uncommon", "pbmac1", "no-mac"};
  return schemes;
}

std::vector<std::string> target_key_algorithms() { return texts_of(kAlgorithms); }
std::vector<std::string> constraint_forms() { return {x509::kConstraintFormNames.begin(), x509::kConstraintFormNames.end()}; }
std::vector<std::string> key_algorithms() { return {x509::kKeyAlgorithmNames.begin(), x509::kKeyAlgorithmNames.end()}; }
std::vector<std::string> target_key_formats() { return texts_of(kKeyFormats); }
std::vector<std::string> target_key_usages() { return x509::key_usage_names(kEndEntityUsages); }

namespace {

void read_keys(const yaml::Node& node, KeyStance& keys, yaml::Problems& problems) {
  yaml::MappingReader fields(node, "'keys'", problems);
  if (!fields.is_mapping()) return;
  visit_fields(fields, keys);
  fields.finish();
  if (keys.rsa_max_bits != 0 && keys.rsa_min_bits > keys.rsa_max_bits) {
    problems.add(node.position, "'rsa_min_bits' (" + std::to_string(keys.rsa_min_bits) + ") is above 'rsa_max_bits' (" +
                                    std::to_string(keys.rsa_max_bits) + ")");
  }
}

PfxStance read_pfx_stance(const yaml::Node& node, yaml::Problems& problems) {
  PfxStance stance;
  yaml::MappingReader fields(node, "an item of 'pfx'", problems);
  if (!fields.is_mapping()) return stance;
  visit_fields(fields, stance);
  fields.finish();
  if (node.find("scheme") == nullptr) problems.add(node.position, "an item of 'pfx' lacks the required key 'scheme'");
  if (stance.never == (node.find("since") != nullptr)) {
    problems.add(node.position, "an item of 'pfx' needs 'since', the first versions that support the scheme, or 'never: true'");
  }
  return stance;
}

void read_pfx(yaml::MappingReader& fields, std::vector<PfxStance>& pfx, yaml::Problems& problems) {
  const yaml::Node* node = fields.node("pfx");
  if (node == nullptr) return;
  if (node->kind != yaml::Kind::sequence) {
    problems.add(node->position, "'pfx' is a list, not " + node->describe());
    return;
  }
  pfx.clear();
  for (const yaml::Node& item : node->items) pfx.push_back(read_pfx_stance(item, problems));
}

// A placeholder that renewal fills in is one of these; what is in capitals stays for the operator.
void check_placeholders(const yaml::Node& node, const std::string& run, yaml::Problems& problems) {
  static const std::vector<std::string> known = {"file", "pfx", "key", "alias", "thumbprint"};
  for (std::size_t at = run.find('{'); at != std::string::npos; at = run.find('{', at + 1)) {
    const std::size_t end = run.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", at + 1);
    if (end == std::string::npos || run[end] != '}' || end == at + 1) continue;
    const std::string name = run.substr(at + 1, end - at - 1);
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    problems.add(node.position, "a command has no placeholder " + in_quotes("{" + name + "}") + "; allowed are " + join_and(known),
                 yaml::did_you_mean(name, known));
  }
}

TargetCommand read_command(const yaml::Node& item, const std::string& name, yaml::Problems& problems) {
  TargetCommand command;
  const yaml::Node* run = &item;
  if (item.kind == yaml::Kind::mapping) {
    yaml::MappingReader fields(item, name, problems);
    fields.read("formats", command.formats, target_formats());
    if (const auto key = fields.choice("key", {"same", "new", "present", "absent"})) {
      (*key < 2 ? command.new_key : command.with_key) = *key == 1 || *key == 2;
    }
    run = fields.node("run", yaml::MappingReader::Need::required);
    fields.finish();
    if (run == nullptr) return command;
  }
  command.run = yaml::read_text(*run, run == &item ? name : "'run'", problems).value_or("");
  check_placeholders(*run, command.run, problems);
  return command;
}

// A list replaces the whole of what was there and may be empty.
void read_command_list(yaml::MappingReader& fields, std::string_view key, std::vector<TargetCommand>& commands, yaml::Problems& problems) {
  const yaml::Node* node = fields.node(key);
  if (node == nullptr) return;
  commands.clear();
  if (node->kind == yaml::Kind::sequence && node->items.empty()) return;
  for (const yaml::Node* item : fields.items(key)) commands.push_back(read_command(*item, "an item of " + in_quotes(key), problems));
}

void read_commands(const yaml::Node& node, TargetCommands& commands, yaml::Problems& problems) {
  yaml::MappingReader fields(node, "'commands'", problems);
  if (!fields.is_mapping()) return;
  read_command_list(fields, "install", commands.install, problems);
  read_command_list(fields, "activate", commands.activate, problems);
  fields.read("at_once", commands.at_once);
  fields.finish();
}

}  // namespace

void read_target(const yaml::Node& root, Profile& profile, yaml::Problems& problems) {
  yaml::MappingReader fields(root, "a target", problems);
  if (!fields.is_mapping()) return;
  fields.node("target");
  fields.node("extends");
  visit_fields(fields, profile);
  if (const yaml::Node* keys = fields.node("keys")) read_keys(*keys, profile.keys, problems);
  read_pfx(fields, profile.pfx, problems);
  if (const yaml::Node* commands = fields.node("commands")) read_commands(*commands, profile.commands, problems);
  fields.finish();
  if (root.find("family") == nullptr && root.find("extends") == nullptr) {
    problems.add(root.position, "a target lacks the required key 'family', or 'extends'");
  }
}

}  // namespace chainlint::profiles
