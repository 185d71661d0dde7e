// What was read of a configuration, as text for tests.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chainlint/config/reader.h"
#include "unit/config/memory_tree.h"

namespace chainlint::config {
namespace settings_text {

// "server *:25 (starttls) a.test: a.pem+a.key <- ca.pem" of each endpoint: role, listeners, names, certificate and key, client CAs.
inline std::string endpoints_of(const Configuration& configuration) {
  std::string text;
  const auto name = [](const FileReference& file) {
    return file.is_found() ? file.path : file.is_named() ? "(" + std::string(to_string(file.state)) + ")" : std::string();
  };
  for (const Endpoint& endpoint : configuration.endpoints) {
    text += std::string(to_string(endpoint.role));
    for (const Listener& listener : endpoint.listeners) {
      text += " " + listener.text() + (listener.tls == TlsUse::starttls ? " (starttls)" : "");
    }
    for (const ServedName& each : endpoint.names) text += " " + each.text;
    text += ":";
    for (const CertificateFiles& files : endpoint.certificates) {
      text += " " + name(files.certificate);
      if (!files.alias.text.empty()) text += "[" + files.alias.text + (files.alias.undecided ? "?" : "") + "]";
      text += (files.key.is_named() ? "+" + name(files.key) : "");
      if (files.chain.is_named()) text += ">" + name(files.chain);
    }
    for (const FileReference& file : endpoint.client_cas) text += " <- " + name(file);
    text += "\n";
  }
  return text;
}

inline std::string read(Server server, const std::string& path, const std::string& text, Files files = {}) {
  for (const char* each : {"a.pem", "a.key", "b.pem", "b.key", "ca.pem"}) files.emplace(each, "");
  files[path] = text;
  const std::optional<Server> found = recognize(text);
  EXPECT_EQ(found, std::optional(server)) << text;
  const Configuration configuration = read_in_memory(server, path, std::move(files));
  std::string result = endpoints_of(configuration);
  for (const Diagnostic& diagnostic : configuration.diagnostics) result += diagnostic.code + ": " + diagnostic.message + "\n";
  return result;
}

// Of each endpoint, in order.
inline std::vector<PeerUse> peers_of(Server server, const std::string& path, const std::string& text) {
  std::vector<PeerUse> peers;
  for (const Endpoint& endpoint : read_in_memory(server, path, {{path, text}, {"a.pem", ""}, {"b.pem", ""}}).endpoints) {
    peers.push_back(endpoint.peers);
  }
  return peers;
}

}  // namespace settings_text
}  // namespace chainlint::config
