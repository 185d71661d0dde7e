#include "inputs/file_contents.h"

#include <algorithm>
#include <utility>

#include "chainlint/formats/file_name.h"

namespace chainlint::run {
namespace {

// A walked file of no known kind, unless its name says that it is a certificate, a key or a store. The static key of OpenVPN is named
// ta.key and belongs beside the others.
bool is_skippable(const formats::Container& container) {
  if (container.entries.empty() && container.has_diagnostic("openvpn-static-key")) return true;
  // An archive that is not read may contain certificates. What macOS writes beside every file contains none.
  if (container.has_diagnostic("format-unsupported")) return false;
  if (container.entries.empty() && formats::is_apple_double_name(container.path)) return true;
  return container.format == formats::Format::unknown && container.entries.empty() && !container.has_diagnostic("file-unreadable") &&
         !container.has_diagnostic("file-too-large") && !formats::is_material_file_name(container.path);
}

formats::Container unread_container(const std::string& path, const Error& error) {
  formats::Container container;
  container.path = path;
  container.status = formats::ReadStatus::unreadable;
  container.diagnostics.push_back({Severity::error, error.code, error.message, error.location});
  return container;
}

// An archive in which nothing was recognised is of no known kind; one that was named is an input that could not be read.
void note_empty_archive(const InputFile& file, std::vector<formats::Container>& containers, std::vector<std::string>& skipped) {
  formats::Container& archive = containers.front();
  const bool any = std::any_of(containers.begin() + 1, containers.end(),
                               [](const formats::Container& c) { return c.format != formats::Format::archive; });
  if (any || archive.has_error()) return;
  if (file.named) {
    archive.diagnostics.push_back({Severity::error, "archive-without-certificates",
                                   "contains no file of a known kind (" + std::to_string(skipped.size()) + " skipped)",
                                   Location{.path = archive.path}});
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

// The budget of the run is asked when the size is known.
Result<Bytes> read_within_budget(const FileSource& source, const std::string& path, const formats::ReadOptions& reading) {
  const bool spent = reading.run && reading.run->bytes.is_spent();
  Result<Bytes> content = spent ? Bytes() : source.read(path, reading.limits.file_bytes);
  if (!content || (!spent && (!reading.run || reading.run->bytes.take(content->size())))) return content;
  return Error{"run-limit",
               "was not read: the files of this run have more than " + std::to_string(reading.run->bytes.most()) +
                   " bytes with what archives contain. Check fewer files at a time, or allow more with --limit bytes=N",
               Location{.path = path}};
}

}  // namespace

FileContents read_contents(const FileSource& source, const InputFile& file, const formats::ReadOptions& reading,
                           formats::CertificateCache& certificates) {
  FileContents result;
  const Result<Bytes> content = read_within_budget(source, file.path, reading);
  if (!content) result.problem = content.error();
  std::vector<formats::Container> containers;
  if (content) {
    containers = formats::read_containers(file.path, *content, reading, certificates);
  } else {
    containers.push_back(unread_container(file.path, content.error()));
  }
  const bool archive = containers.front().format == formats::Format::archive;
  const bool keep_unknown = file.named && !archive;
  std::vector<formats::Container> known;
  for (formats::Container& container : containers) {
    if (!keep_unknown && is_skippable(container)) {
      result.skipped.push_back(container.path);
    } else {
      known.push_back(std::move(container));
    }
  }
  if (archive) note_empty_archive(file, known, result.skipped);
  for (formats::Container& container : known) {
    const bool named = file.named && !archive;
    if (!named && container.format == formats::Format::pem && formats::is_document_file_name(container.path)) forget_forms(container);
    if (named) container.use = file.part;
    result.containers.push_back({std::move(container), named, false});
  }
  return result;
}

}  // namespace chainlint::run
