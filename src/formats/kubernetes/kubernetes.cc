#include "kubernetes/kubernetes.h"

#include <algorithm>
#include <array>

#include "chainlint/base/limits.h"
#include "chainlint/yaml/stream.h"
#include "kubernetes/manifest_reader.h"
#include "pem/certificate_text.h"
#include "pem/pem.h"

namespace chainlint::formats {
namespace {

// Whether a line begins with a key, after blanks and the dash of a list.
bool has_key(std::string_view text, std::string_view key) {
  for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '-' || text[begin - 1] == '"' || text[begin - 1] == '{')) --begin;
    if (begin == 0 || text[begin - 1] == '\n' || text[begin - 1] == '\r') return true;
  }
  return false;
}

// From the first line that is neither blank nor a comment: a licence or the text of a template may be longer than the head.
std::string_view without_comments(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t first = text.find_first_not_of(" \t\r\n", at);
    if (first == std::string_view::npos) return {};
    if (text[first] != '#') return text.substr(at);
    at = std::min(text.find_first_of("\r\n", first), text.size());
  }
  return {};
}

bool has_manifest_keys(std::string_view text) {
  const std::string_view head = without_comments(text).substr(0, DetectionLimits::kHeadBytes);
  return has_key(head, "apiVersion") && has_key(head, "kind");
}

// Whether the first line that is no comment could be YAML's: prose and scripts may quote a manifest.
bool begins_like_yaml(std::string_view text) {
  text = without_comments(text);
  if (text.empty()) return false;
  text.remove_prefix(text.find_first_not_of(" \t\r\n"));
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  if (std::string_view("-%{[?!&\"'").find(line[0]) != std::string_view::npos) return true;
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || line.substr(0, colon).find_first_of(" \t") != std::string_view::npos) return false;
  return colon + 1 == line.size() || line[colon + 1] == ' ' || line[colon + 1] == '\t';
}

// Encrypted values look like nothing; their names do not.
bool is_sealed(std::string_view text) {
  constexpr std::array<std::string_view, 6> kNames = {".crt:", ".pem:", ".key:", ".p12:", ".jks:", "kubernetes.io/tls"};
  return text.find("SealedSecret") != std::string_view::npos &&
         std::any_of(kNames.begin(), kNames.end(), [&](std::string_view name) { return text.find(name) != std::string_view::npos; });
}

// An Ingress, a Gateway, a Route or a Certificate, which say for which hosts a Secret is, and what else a Secret comes from. A template of
// one says nothing yet.
bool names_secrets(std::string_view text) {
  const auto has = [&](std::string_view word) { return text.find(word) != std::string_view::npos; };
  return !has("{{") && (has("certificateRefs") || has("credentialName") || has("externalCertificate") || has("ExternalSecret") ||
                        has("secretGenerator") || (has("secretName") && (has("Ingress") || has("Certificate"))));
}

// Whether the manifest is about Secrets without certificates alone.
bool is_without_certificates(const Container& container) {
  return container.entries.empty() && std::all_of(container.serving.begin(), container.serving.end(), [](const ServingObject& serving) {
           return serving.relation == ServingObject::Relation::creates && serving.object.starts_with("Secret ");
         });
}

// A template is not damaged: it is read once it is rendered.
void report_issues(const yaml::StreamDocument& document, ReadContext& context, Container& container) {
  for (const yaml::Issue& issue : document.issues) {
    const Severity severity = issue.code == "yaml-template" ? Severity::note : issue.severity;
    report(context, container, severity, issue.code, issue.message,
           {.path = context.path,
            .line = issue.position.line,
            .column = issue.position.column,
            .inner = "document " + std::to_string(document.number)});
  }
}

// Whether every document parses, and is more than one text.
bool is_yaml(std::string_view text) {
  yaml::DocumentStream stream(text);
  while (const auto document = stream.next()) {
    if (yaml::has_error(document->issues)) return false;
    if (!document->tree.empty() && document->tree.root().kind == yaml::Kind::scalar) return false;
  }
  return true;
}

}  // namespace

bool is_manifest(std::string_view text) { return begins_like_yaml(text) && has_manifest_keys(text); }

bool looks_like_manifest(std::string_view text) {
  if (!begins_like_yaml(text)) return false;
  if (has_manifest_keys(text)) return mentions_certificates(text) || is_sealed(text) || names_secrets(text);
  return is_yaml_with_certificates(text);
}

void read_kubernetes(const FileInput& file, ReadContext& context, Container& container) {
  const std::string_view text = file.text.text;
  if (!has_manifest_keys(text) && !is_yaml(text) && is_pem(text)) {
    read_pem(text, context, container);
    return;
  }
  container.format = Format::kubernetes;
  yaml::DocumentStream stream(text, tree_limits(context.options.limits));
  ManifestReader manifest(context, container);
  while (!context.entries_full) {
    const auto document = stream.next();
    if (!document) break;
    report_issues(*document, context, container);
    manifest.read_document(document->tree, document->number, yaml::has_error(document->issues));
  }
  if (is_without_certificates(container) && !container.has_error() && !container.has_diagnostic("yaml-template")) {
    report_note(context, container, "kubernetes-no-certificates", "no value of the manifest is a certificate or a key",
                {.path = context.path});
  }
}

}  // namespace chainlint::formats
