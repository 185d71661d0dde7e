#include "rollout/rollout_commands.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "chainlint/base/shell_words.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/facts/renewal.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/host_name.h"

namespace chainlint::renewal {
namespace {

const formats::Entry& leaf_entry(const facts::FactContext& context) {
  return *context.analysis.entries[context.analysis.members[*context.analysis.leaf].entries.front()];
}

const formats::Container& leaf_container(const facts::FactContext& context) {
  const auto& containers = context.bundle.containers;
  const auto found = std::find_if(containers.begin(), containers.end(),
                                  [&](const formats::Container& each) { return each.path == leaf_entry(context).location.path; });
  return found == containers.end() ? containers.front() : *found;
}

std::string key_path(const facts::FactContext& context) {
  for (const chain::KeyMatch& key : context.analysis.keys) return context.analysis.entries[key.entry]->location.path;
  return "";
}

bool is_windows(const profiles::Profile* profile) { return profile != nullptr && profile->family == chain::ServerFamily::store_engine; }

std::string file_word(const facts::FactContext& context, const std::string& path, std::string_view instead) {
  return is_windows(profile_of(context)) ? windows_word(path, instead) : shell_word(path, instead);
}

constexpr std::string_view kMade = "SITE.pfx";

bool key_changes(const facts::FactContext& next) {
  const chain::BundleAnalysis& before = next.renewal->previous.analysis;
  return leaf_entry(next).certificate->public_key().canonical() != before.members[*before.leaf].certificate->public_key().canonical();
}

// The file other than the leaf's that contains CA certificates; empty without one.
std::string chain_path(const facts::FactContext& next) {
  const std::string& path = leaf_container(next).path;
  for (const formats::Entry* entry : next.analysis.entries) {
    if (entry->kind == formats::EntryKind::certificate && entry->location.path != path) return entry->location.path;
  }
  return "";
}

// Makes a PKCS#12 of PEM. The alias is what a keystore calls the entry.
std::string conversion(const facts::FactContext& next) {
  const std::string chain = chain_path(next);
  std::string text =
      "openssl pkcs12 -export -in " + shell_word(leaf_container(next).path, "FILE") + " -inkey " + shell_word(key_path(next), "KEY");
  if (!chain.empty()) text += " -certfile " + shell_word(chain, "CHAIN");
  const bool keystore = profile_of(next)->family == chain::ServerFamily::keystore;
  return text + (keystore ? " -name ALIAS" : "") + " -out " + std::string(kMade);
}

// How a certificate of the bundle comes into a file of its own; empty where it is in one already or the format has no such tool.
std::string extraction(const facts::FactContext& next, const x509::Certificate& certificate, const std::string& name) {
  for (const formats::Container& container : next.bundle.containers) {
    std::size_t number = 0;
    for (const formats::Entry& entry : container.entries) {
      if (entry.kind != formats::EntryKind::certificate || entry.certificate == nullptr) continue;
      ++number;
      if (entry.certificate->sha256() != certificate.sha256()) continue;
      if (container.format == formats::Format::pem) {
        return "awk '/-BEGIN .*CERTIFICATE-/{n++} n==" + std::to_string(number) + "' " + shell_word(container.path, "FILE") +
               " | openssl x509 -outform DER -out " + name;
      }
      if (container.format == formats::Format::pkcs12) {
        return "(Get-PfxData -FilePath " + windows_word(container.path, "FILE") +
               " -Password (Read-Host -AsSecureString)).OtherCertificates | Where-Object Thumbprint -eq " +
               crypto::thumbprint(certificate) + " | Export-Certificate -FilePath " + name;
      }
      return "";
    }
  }
  return "";
}

// Of `{name}` in a command; nothing for what is not to be filled in.
std::optional<std::string> value_of(std::string_view name, const facts::FactContext& next) {
  const bool convert = name == "pfx" && needs_conversion(next);
  if (convert) return std::string(kMade);
  if (name == "file" || name == "pfx") return file_word(next, leaf_container(next).path, "FILE");
  if (name == "key") return file_word(next, key_path(next), "KEY");
  if (name == "alias") return shell_word(leaf_entry(next).label, "ALIAS");
  if (name == "thumbprint") return crypto::thumbprint(*leaf_entry(next).certificate);
  return std::nullopt;
}

std::string filled(const std::string& pattern, const facts::FactContext& next) {
  std::string text = pattern.find("{pfx}") != std::string::npos && needs_conversion(next) ? conversion(next) + "\n" : "";
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t begin = std::min(pattern.find('{', at), pattern.size());
    const std::size_t end = pattern.find('}', begin);
    text += pattern.substr(at, begin - at);
    if (end == std::string::npos) return text + pattern.substr(begin);
    const std::optional<std::string> value = value_of(std::string_view(pattern).substr(begin + 1, end - begin - 1), next);
    text += value ? *value : pattern.substr(begin, 1);
    at = value ? end + 1 : begin + 1;
  }
  return text;
}

bool fits(const profiles::TargetCommand& command, const facts::FactContext& next) {
  if (command.new_key && *command.new_key != key_changes(next)) return false;
  if (command.with_key && *command.with_key == next.analysis.keys.empty()) return false;
  const std::string_view format = formats::to_string(leaf_container(next).format);
  return command.formats.empty() || std::find(command.formats.begin(), command.formats.end(), format) != command.formats.end();
}

void add_line(std::string& text, const std::string& line) {
  if (!line.empty()) text += (text.empty() ? "" : "\n") + line;
}

std::string filled_lines(const std::vector<profiles::TargetCommand>& commands, const facts::FactContext& next) {
  std::string text;
  for (const profiles::TargetCommand& command : commands) {
    if (fits(command, next)) add_line(text, filled(command.run, next));
  }
  return text;
}

std::string host_of(const facts::FactContext& next) {
  if (!next.request.hosts.empty()) return shell_word(next.request.hosts.front().to_string(), "HOST");
  const auto& names = leaf_entry(next).certificate->extensions().subject_alt_name;
  if (!names) return "HOST";
  for (const x509::GeneralName& name : *names) {
    if (name.kind == x509::GeneralNameKind::dns && name.to_string().find('*') == std::string::npos) {
      return shell_word(name.to_string(), "HOST");
    }
  }
  // Of wildcards alone: a name before that one of them covers.
  const chain::BundleAnalysis& before = next.renewal->previous.analysis;
  const auto& old_names = before.members[*before.leaf].certificate->extensions().subject_alt_name;
  for (const x509::GeneralName& name : old_names.value_or(std::vector<x509::GeneralName>{})) {
    const Result<x509::HostName> host = x509::HostName::parse(name.kind == x509::GeneralNameKind::dns ? name.to_string() : "");
    if (host && x509::covers(*leaf_entry(next).certificate, *host)) return shell_word(host->to_string(), "HOST");
  }
  return "HOST";
}

}  // namespace

bool needs_conversion(const facts::FactContext& next) {
  const profiles::Profile* profile = profile_of(next);
  if (profile == nullptr || leaf_container(next).format != formats::Format::pem) return false;
  const auto takes = [&](std::string_view format) {
    return std::find(profile->formats.begin(), profile->formats.end(), format) != profile->formats.end();
  };
  return takes("pkcs12") && !takes("pem");
}

std::string store_commands(const facts::FactContext& next, const std::vector<x509::CertificatePtr>& intermediates) {
  std::string text;
  std::set<std::string> used;
  for (const x509::CertificatePtr& each : intermediates) {
    std::string name = file_name_of(x509::display_name(*each));
    if (!used.insert(name).second) name += "-" + crypto::thumbprint(*each);
    const std::string cut = extraction(next, *each, name + ".cer");
    add_line(text, cut);
    add_line(text, "certutil -addstore CA " + (cut.empty() ? "CERTIFICATE.cer" : name + ".cer"));
  }
  return text;
}

std::string removal_commands(const std::vector<x509::CertificatePtr>& from_ca, const x509::Certificate* from_my) {
  std::string text;
  for (const x509::CertificatePtr& each : from_ca) add_line(text, "certutil -delstore CA " + crypto::thumbprint(*each));
  if (from_my != nullptr) add_line(text, "certutil -delstore My " + crypto::thumbprint(*from_my));
  return text;
}

std::string leaf_command(const facts::FactContext& next, bool activate) {
  const profiles::Profile* profile = profile_of(next);
  std::string text = profile == nullptr ? "" : filled_lines(profile->commands.install, next);
  if (activate) add_line(text, activation_command(next));
  return text;
}

std::string activation_command(const facts::FactContext& next) {
  const profiles::Profile* profile = profile_of(next);
  return profile == nullptr ? "" : filled_lines(profile->commands.activate, next);
}

std::string binding_commands(const std::vector<facts::StalePin>& pins, const std::string& thumbprint) {
  std::string text;
  bool configured[6] = {};
  for (const facts::StalePin& stale : pins) {
    const facts::BindingKind kind = facts::binding_kind(*stale.pin);
    if (kind == facts::BindingKind::http_sys) {
      if (const std::string command = facts::http_sys_command(*stale.pin, thumbprint); !command.empty()) add_line(text, command);
      continue;
    }
    if (kind >= facts::BindingKind::other || std::exchange(configured[static_cast<std::size_t>(kind)], true)) continue;
    if (kind == facts::BindingKind::rdp) {
      add_line(text,
               "Get-CimInstance -Namespace root/cimv2/TerminalServices -ClassName Win32_TSGeneralSetting | Set-CimInstance -Property "
               "@{SSLCertificateSHA1Hash=\"" +
                   thumbprint + "\"}");
    } else if (kind == facts::BindingKind::winrm) {
      add_line(text, "winrm set winrm/config/Listener?Address=*+Transport=HTTPS @{CertificateThumbprint=\"" + thumbprint + "\"}");
    } else if (kind == facts::BindingKind::adfs) {
      add_line(text, "Set-AdfsSslCertificate -Thumbprint " + thumbprint);
    } else {
      add_line(text, "Enable-ExchangeCertificate -Thumbprint " + thumbprint + " -Services IIS,SMTP");
    }
  }
  return text;
}

std::vector<RolloutCheck> checks_after(const facts::FactContext& next, const std::vector<std::string>& sent) {
  const std::string host = host_of(next), thumbprint = crypto::thumbprint(*leaf_entry(next).certificate);
  std::vector<RolloutCheck> checks;
  std::vector<std::string> names;
  for (const std::string& each : sent) names.push_back(in_quotes(each));
  checks.push_back(
      {"openssl s_client -showcerts -connect " + host + ":443 -servername " + host + " </dev/null",
       names.empty() ? "shows the new leaf first" : "shows " + count_noun(names.size(), "certificate") + ": " + join_and(names)});
  checks.push_back(
      {"openssl s_client -connect " + host + ":443 -servername " + host + " </dev/null | openssl x509 -noout -fingerprint -sha1 -enddate",
       "shows " + to_colon_hex(crypto::sha1(leaf_entry(next).certificate->der()))});
  if (!is_windows(profile_of(next))) return checks;
  checks.push_back({"netsh http show sslcert", "every binding of the service shows the hash " + thumbprint});
  checks.push_back({"certutil -verifystore My " + thumbprint, "finds the certificate with its key and a chain up to its root"});
  return checks;
}

}  // namespace chainlint::renewal
