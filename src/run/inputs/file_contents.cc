#include "inputs/file_contents.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <new>
#include <utility>

#include "chainlint/base/interruption.h"
#include "chainlint/base/parallel.h"
#include "chainlint/base/text.h"
#include "chainlint/formats/file_name.h"

namespace chainlint::run {
namespace {

// A walked file of an unknown kind, unless its name says that it is a certificate, a key or a store. The static key of OpenVPN is named
// ta.key and belongs beside the others, and so does the key of session tickets.
bool is_skippable(const formats::Container& container) {
  for (const char* key : {"openvpn-static-key", "session-ticket-key"}) {
    if (container.entries.empty() && container.has_diagnostic(key)) return true;
  }
  if (container.has_diagnostic("kubernetes-not-about-certificates")) return true;
  // An archive that is not read may contain certificates. What macOS writes beside every file contains none.
  if (container.has_diagnostic("format-unsupported")) return false;
  // What a server staples, beside its certificates.
  if (container.has_diagnostic("ocsp-response")) {
    return to_lower_ascii(std::filesystem::path(container.path).filename().string()).find("ocsp") != std::string::npos;
  }
  if (container.entries.empty() && formats::is_apple_double_name(container.path)) return true;
  const bool unknown = container.format == formats::Format::unknown || container.has_diagnostic("pem-transport");
  return unknown && container.entries.empty() && !formats::is_material_file_name(container.path);
}

// Whatever the name says: an unread file may contain certificates.
FileContents unread_contents(const InputFile& file, Error error) {
  FileContents result;
  formats::Container container;
  container.path = file.path;
  container.status = formats::ReadStatus::unreadable;
  container.diagnostics.push_back({Severity::error, error.code, error.message, error.location});
  if (file.named) container.use = file.part;
  result.containers.push_back({std::move(container), file.named, false});
  result.problem = std::move(error);
  return result;
}

// Of the members of a named archive without a certificate, the one that is most likely in its place says so, as if it had been named.
void name_in_place_of_certificate(std::vector<formats::Container>& containers) {
  using Kind = formats::EntryKind;
  for (const Kind kind : {Kind::certificate, Kind::certificate_request, Kind::public_key, Kind::private_key, Kind::crl}) {
    const auto member = std::find_if(containers.begin(), containers.end(), [&](const formats::Container& c) { return c.count(kind) > 0; });
    if (member == containers.end()) continue;
    if (kind != Kind::certificate) member->use = formats::FileUse::named;
    return;
  }
}

// An archive in which nothing was recognised is of an unknown kind; one that was named is an input that could not be read.
void note_empty_archive(const InputFile& file, std::vector<formats::Container>& containers, std::vector<std::string>& skipped) {
  formats::Container& archive = containers.front();
  const bool members = std::any_of(containers.begin() + 1, containers.end(),
                                   [](const formats::Container& c) { return c.format != formats::Format::archive; });
  const bool any =
      std::any_of(containers.begin(), containers.end(), [](const formats::Container& c) { return !c.entries.empty() || c.has_error(); });
  if (any && file.named) name_in_place_of_certificate(containers);
  if (any || (members && !file.named)) return;
  // A .docx file is an archive, too, and may have the name of a certificate.
  if (file.named || formats::is_material_file_name(archive.path)) {
    archive.diagnostics.push_back(
        {Severity::error, "file-foreign", "archive contains no certificate, key or store", Location{.path = archive.path}});
    archive.status = formats::ReadStatus::unreadable;
  } else {
    skipped.insert(skipped.begin(), archive.path);
    containers.clear();
  }
}

// PEM in a document or in source code that was met in a folder is not what a server loads: how it is written there does not matter.
void forget_forms(formats::Container& container) {
  std::erase_if(container.diagnostics,
                [](const Diagnostic& diagnostic) { return diagnostic.code.starts_with("pem-") || diagnostic.code == "file-foreign"; });
  if (!container.has_error()) container.status = formats::ReadStatus::read;
}

// The budget of the run is asked when the size is known, and before, so that nothing is read where it is spent.
Result<Bytes> read_within_budget(const FileSource& source, const std::string& path, const formats::ReadOptions& reading) {
  RunBudget* run = reading.run.get();
  const bool any_left = run == nullptr || run->bytes.take(1);
  Result<Bytes> content = any_left ? source.read(path, reading.limits.file_bytes) : Bytes();
  if (!content || (any_left && (run == nullptr || content->empty() || run->bytes.take(content->size() - 1)))) return content;
  return Error{"run-limit",
               "was not read: the files of this run and the contents of archives have more than " + std::to_string(run->bytes.most()) +
                   " bytes. Check fewer files at a time, or allow more with --limit bytes=N",
               Location{.path = path}};
}

FileContents read_contents(const FileSource& source, const InputFile& file, const formats::ReadOptions& reading,
                           formats::CertificateCache& certificates) {
  FileContents result;
  const Result<Bytes> content = read_within_budget(source, file.path, reading);
  if (!content) return unread_contents(file, content.error());
  std::vector<formats::Container> containers = formats::read_containers(file.path, *content, reading, certificates);
  const bool archive = containers.front().format == formats::Format::archive;
  const bool keep_unknown = file.named && !archive;
  std::erase_if(containers, [&](const formats::Container& container) {
    const bool skipped = !keep_unknown && is_skippable(container);
    if (skipped) result.skipped.push_back(container.path);
    return skipped;
  });
  if (archive) note_empty_archive(file, containers, result.skipped);
  result.containers.reserve(containers.size());
  for (formats::Container& container : containers) {
    const bool named = file.named && !archive;
    if (!named && container.format == formats::Format::pem && formats::is_document_file_name(container.path)) forget_forms(container);
    if (named) container.use = file.part;
    result.containers.push_back({std::move(container), named, false});
  }
  return result;
}

}  // namespace

std::vector<FileContents> read_files(const FileSource& source, const std::vector<InputFile>& files, const formats::ReadOptions& reading,
                                     formats::CertificateCache& certificates, unsigned jobs, RunProgress* progress) {
  formats::ReadOptions in_order = reading;
  if (in_order.run == nullptr) in_order.run = std::make_shared<RunBudget>(reading.limits);
  std::vector<FileContents> read(files.size());
  if (progress != nullptr) progress->files = files.size();
  std::vector<std::shared_ptr<RunBudget>> parts(files.size());
  const auto read_one = [&](std::size_t i, const formats::ReadOptions& options) {
    try {
      read[i] = read_contents(source, files[i], options, certificates);
      return true;
    } catch (const std::bad_alloc&) {
      read[i] = unread_contents(files[i], out_of_memory(files[i].path));
      return false;
    }
  };
  const auto is_read_once = [&](const InputFile& file) {
    return file.named && source.look_at(file.path).kind == FileSource::Place::Kind::other;
  };
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (is_read_once(files[i])) {
      read_one(i, in_order);
      if (progress != nullptr) ++progress->files_read;
    } else {
      others.push_back(i);
    }
  }
  RunBudget together = *in_order.run;
  in_parallel(others.size(), jobs, [&](std::size_t i) {
    if (stop_signal() != 0) return;
    formats::ReadOptions own = reading;
    own.run = parts[others[i]] = std::make_shared<RunBudget>(&together);
    if (!read_one(others[i], own)) parts[others[i]].reset();
    if (progress != nullptr) ++progress->files_read;
  });
  for (const std::size_t i : others) {
    if (stop_signal() != 0) break;
    if (parts[i] == nullptr || !in_order.run->take_as(*parts[i])) read_one(i, in_order);
  }
  return read;
}

}  // namespace chainlint::run
