#include "chainlint/report/endpoint_list.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "chainlint/base/text.h"
#include "json/json_text.h"
#include "text/csv_row.h"
#include "text/excerpt.h"

namespace chainlint::report {
namespace {

using EndpointJson = OrderedJson;

constexpr std::size_t kNamesShown = 20;

template <class Visit>
void for_each_endpoint(const std::vector<config::Configuration>& configurations, const Visit& visit) {
  for (const config::Configuration& configuration : configurations) {
    for (const config::Endpoint& endpoint : configuration.endpoints) visit(endpoint);
  }
}

std::string listener_text(const config::Listener& listener) {
  std::string text = listener.text();
  if (listener.tls == config::TlsUse::off) text += " without TLS";
  if (listener.tls == config::TlsUse::starttls) text += " STARTTLS";
  if (listener.is_default) text += " (default)";
  return text;
}

std::vector<std::string> listener_texts(const config::Endpoint& endpoint) {
  std::vector<std::string> texts;
  for (const config::Listener& listener : endpoint.listeners) texts.push_back(listener_text(listener));
  return texts;
}

std::vector<std::string> name_texts(const config::Endpoint& endpoint) {
  std::vector<std::string> texts;
  for (const config::ServedName& name : endpoint.names) texts.push_back(name.text);
  return texts;
}

// "certs/www.pem", "/etc/ssl/www.pem (not supplied)", "Secret prod/www in www.yaml".
std::string file_text(const config::FileReference& file) {
  if (file.is_found()) return file.is_object ? file.written + " in " + file.path : file.path;
  return file.is_named() ? file.written + " (" + std::string(config::to_string(file.state)) + ")" : "";
}

// The parts of a certificate with their names.
std::vector<std::pair<std::string, const config::FileReference*>> parts_of(const config::CertificateFiles& files) {
  return {{"certificate", &files.certificate}, {"chain", &files.chain}, {"key", &files.key}};
}

// "conf/store.p12 (alias 'www')".
std::string certificate_text(const config::CertificateFiles& files) {
  return file_text(files.certificate) + (files.alias.text.empty() ? "" : " (alias " + in_quotes(files.alias.text) + ")");
}

std::string text_line(const std::string& name, const std::string& value) {
  return value.empty() ? "" : "  " + name + std::string(13 - name.size(), ' ') + printable(value) + "\n";
}

EndpointJson place_json(const Location& location) {
  EndpointJson json{{"path", location.path}};
  json["line"] = location.line ? EndpointJson(*location.line) : EndpointJson();
  json["column"] = location.column ? EndpointJson(*location.column) : EndpointJson();
  return json;
}

EndpointJson file_json(const config::FileReference& file) {
  if (!file.is_named()) return EndpointJson();
  EndpointJson json{{"configured", file.written}, {"state", config::to_string(file.state)}};
  json["path"] = file.is_found() ? EndpointJson(file.path) : EndpointJson();
  if (!file.tried.empty()) json["tried"] = file.tried;
  json["location"] = place_json(file.location);
  return json;
}

EndpointJson endpoint_json(const config::Endpoint& endpoint) {
  EndpointJson listeners = EndpointJson::array(), names = EndpointJson::array(), certificates = EndpointJson::array(),
               authorities = EndpointJson::array();
  for (const config::Listener& listener : endpoint.listeners) {
    listeners.push_back({{"address", listener.address},
                         {"port", listener.port},
                         {"tls", config::to_string(listener.tls)},
                         {"default", listener.is_default}});
  }
  for (const config::ServedName& name : endpoint.names) names.push_back(name.text);
  for (const config::CertificateFiles& files : endpoint.certificates) {
    EndpointJson item = EndpointJson::object();
    for (const auto& [name, file] : parts_of(files)) item[name] = file_json(*file);
    if (!files.alias.text.empty()) item["alias"] = files.alias.text;
    if (files.chain_replaces) item["chain_replaces"] = true;
    certificates.push_back(std::move(item));
  }
  for (const config::FileReference& file : endpoint.client_cas) authorities.push_back(file_json(file));
  EndpointJson json{{"server", config::to_string(endpoint.server)}, {"role", config::to_string(endpoint.role)}, {"block", endpoint.block},
                    {"location", place_json(endpoint.location)},    {"listeners", std::move(listeners)},        {"names", std::move(names)},
                    {"certificates", std::move(certificates)},      {"client_cas", std::move(authorities)}};
  if (endpoint.default_certificate) json["default_certificate"] = true;
  return json;
}

}  // namespace

std::string write_endpoints_text(const std::vector<config::Configuration>& configurations) {
  std::string out;
  std::size_t count = 0;
  for_each_endpoint(configurations, [&](const config::Endpoint& endpoint) {
    ++count;
    const bool client = endpoint.role == config::Role::client;
    out += printable(to_string(endpoint.location)) + "  " + std::string(config::to_string(endpoint.server)) + " " +
           printable(endpoint.block) + (client ? ", as client" : "") + "\n";
    out += text_line("listens on", join_and(listener_texts(endpoint)));
    out += text_line("names", listed(name_texts(endpoint), kNamesShown, [](const std::string& name) { return name; }));
    for (const config::CertificateFiles& files : endpoint.certificates) {
      for (const auto& [name, file] : parts_of(files)) {
        const bool certificate = name == "certificate", by_default = certificate && endpoint.default_certificate;
        out += text_line(name, (certificate ? certificate_text(files) : file_text(*file)) + (by_default ? " (of the default server)" : ""));
      }
    }
    for (const config::FileReference& file : endpoint.client_cas) out += text_line(client ? "server CAs" : "client CAs", file_text(file));
    out += "\n";
  });
  std::string problems;
  for (const config::Configuration& configuration : configurations) {
    for (const Diagnostic& diagnostic : configuration.diagnostics) {
      problems += printable(to_string(diagnostic.location)) + ": " + std::string(to_string(diagnostic.severity)) + ": " +
                  printable(diagnostic.message) + "\n";
    }
  }
  return out + problems + count_noun(count, "TLS endpoint") + "\n";
}

std::string write_endpoints_json(const std::vector<config::Configuration>& configurations) {
  EndpointJson endpoints = EndpointJson::array(), inputs = EndpointJson::array();
  for_each_endpoint(configurations, [&](const config::Endpoint& endpoint) { endpoints.push_back(endpoint_json(endpoint)); });
  for (const config::Configuration& configuration : configurations) {
    EndpointJson diagnostics = EndpointJson::array();
    for (const Diagnostic& diagnostic : configuration.diagnostics) {
      diagnostics.push_back({{"severity", to_string(diagnostic.severity)},
                             {"code", diagnostic.code},
                             {"message", diagnostic.message},
                             {"location", place_json(diagnostic.location)}});
    }
    inputs.push_back({{"path", configuration.path},
                      {"server", config::to_string(configuration.server)},
                      {"files", configuration.files},
                      {"diagnostics", std::move(diagnostics)}});
  }
  return to_lines({{"schema_version", "1.0"}, {"endpoints", std::move(endpoints)}, {"inputs", std::move(inputs)}});
}

std::string write_endpoints_csv(const std::vector<config::Configuration>& configurations) {
  std::string out = csv_row({"server", "role", "configured_at", "listeners", "names", "certificate", "chain", "key", "client_cas"});
  for_each_endpoint(configurations, [&](const config::Endpoint& endpoint) {
    std::vector<std::string> authorities;
    for (const config::FileReference& file : endpoint.client_cas) authorities.push_back(file_text(file));
    const auto row = [&](const config::CertificateFiles& files) {
      out += csv_row({std::string(config::to_string(endpoint.server)), std::string(config::to_string(endpoint.role)),
                      to_string(endpoint.location), csv_list(listener_texts(endpoint)), csv_list(name_texts(endpoint)),
                      certificate_text(files), file_text(files.chain), file_text(files.key), csv_list(authorities)});
    };
    for (const config::CertificateFiles& files : endpoint.certificates) row(files);
    if (endpoint.certificates.empty()) row({});
  });
  return out;
}

}  // namespace chainlint::report
