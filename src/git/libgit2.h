// The functions of libgit2 that are used, which load it when one is first called. They replace those of <git2.h> in this namespace.
#pragma once

#include <git2.h>

#include "chainlint/base/lazy_library.h"

namespace chainlint::git {

inline constinit const LazyLibrary kLibgit2(CHAINLINT_GIT2);

CHAINLINT_LAZY_FUNCTION(kLibgit2, git_blob_free);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_blob_lookup);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_blob_rawcontent);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_blob_rawsize);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_commit_free);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_commit_lookup);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_commit_raw_header);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_commit_time);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_commit_tree);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_diff_free);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_diff_get_delta);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_diff_num_deltas);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_diff_tree_to_tree);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_diff_tree_to_workdir_with_index);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_error_last);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_index_free);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_index_get_bypath);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_index_read);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_libgit2_init);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_object_free);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_object_id);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_object_peel);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_object_type);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_object_type2string);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_odb_free);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_odb_read_header);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_oid_cmp);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_oid_cpy);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_oid_equal);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_oid_fromstrn);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_oid_tostr);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_reference_iterator_free);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_reference_iterator_new);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_reference_name_to_id);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_reference_next_name);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_repository_commondir);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_repository_free);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_repository_index);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_repository_is_shallow);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_repository_odb);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_repository_open_ext);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_revparse_single);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_tree_entry_byindex);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_tree_entry_byname);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_tree_entry_bypath);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_tree_entry_filemode);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_tree_entry_free);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_tree_entry_id);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_tree_entry_name);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_tree_entrycount);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_tree_free);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_tree_lookup);
CHAINLINT_LAZY_FUNCTION(kLibgit2, git_libgit2_opts);

}  // namespace chainlint::git
