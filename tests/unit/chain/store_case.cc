#include "store_case.h"

#include "unit/minted.h"

namespace chainlint::chain {

StoreCase::StoreCase(const std::string& certificates) : description_("certificates:\n" + certificates + "\n") {
  request.at = *Instant::parse("2026-06-01");
  minted_ = minted_from(description_).certificates;
}

x509::CertificatePtr StoreCase::certificate(const std::string& name) {
  auto read = cache_.intern(minted_.at(name));
  if (!read) ADD_FAILURE() << name << ": " << read.error().what;
  return read ? *read : nullptr;
}

StoreCase& StoreCase::file(std::vector<std::string> items) {
  items_ = std::move(items);
  return *this;
}

StoreCase& StoreCase::store(StoreName name, const std::vector<std::string>& names) {
  for (const std::string& each : names) {
    stores.certificates.push_back({certificate(each), name, Location{.path = std::string(to_string(name)) + ".sst"}});
  }
  stores.exported[static_cast<std::size_t>(name)] = true;
  return *this;
}

StoreCase& StoreCase::anchors(const std::vector<std::string>& names) {
  std::vector<x509::CertificatePtr> certificates;
  for (const std::string& name : names) certificates.push_back(certificate(name));
  anchors_ = AnchorSet(certificates, AnchorOrigin::files);
  return *this;
}

formats::Bundle StoreCase::bundle() {
  std::string list;
  for (const std::string& item : items_) list += (list.empty() ? "" : ", ") + ("\"" + item + "\"");
  const auto minted = minted_from(description_ + "files: { site.pem: { pem: [" + list + "] } }\n");
  formats::Bundle made{"site.pem", {}};
  made.containers.push_back(formats::read_container("site.pem", minted.files.at(0).content, {}, cache_));
  return made;
}

const Sending& StoreCase::run() {
  bundle_ = bundle();
  request.anchors = &anchors_;
  request.assume_server_chain = true;
  analysis_ = analyze(bundle_, request, verifier_);
  SendingInput input{bundle_, analysis_, request};
  input.stores = stores.any() ? &stores : nullptr;
  input.import = import;
  sending = predict_sending(ServerFamily::store_engine, input, verifier_);
  return sending;
}

std::string StoreCase::name_of(const x509::Certificate& certificate) const {
  for (const auto& [name, der] : minted_) {
    if (equal(der, certificate.der())) return name;
  }
  return "?";
}

std::string StoreCase::names_of(const std::vector<SentCertificate>& certificates) const {
  std::string text;
  for (const SentCertificate& sent : certificates) text += (text.empty() ? "" : " ") + name_of(*sent.certificate);
  return text;
}

std::string StoreCase::reasons() const {
  std::string text;
  for (const SentCertificate& sent : sending.certificates) text += name_of(*sent.certificate) + ": " + sent.reason + "\n";
  return text;
}

std::string StoreCase::alternatives() const {
  std::string text;
  for (const SendingAlternative& other : sending.alternatives) text += names_of(other.certificates) + ": " + other.reason + "\n";
  return text;
}

std::string StoreCase::remarks() const {
  std::string text;
  for (const std::string& remark : sending.remarks) text += remark + "\n";
  return text;
}

}  // namespace chainlint::chain
