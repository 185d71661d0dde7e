# What `cmake --install` and `cpack` deliver: the program with its manual page, completions and documents. Rules and data are in the program.

include(GNUInstallDirs)

set(CHAINLINT_MAINTAINER "OWNER <OWNER@users.noreply.github.com>" CACHE STRING "Maintainer of the Debian package")

# The program writes them from its own tables, so that they agree with its --help.
set(aids ${CMAKE_BINARY_DIR}/share)
file(MAKE_DIRECTORY ${aids})
add_custom_command(
  OUTPUT ${aids}/chainlint.1.gz ${aids}/chainlint.bash ${aids}/_chainlint ${aids}/chainlint.fish
  COMMAND sh -c "$0 man | gzip -9n > chainlint.1.gz" $<TARGET_FILE:chainlint>
  COMMAND chainlint completion bash > chainlint.bash
  COMMAND chainlint completion zsh > _chainlint
  COMMAND chainlint completion fish > chainlint.fish
  DEPENDS chainlint
  WORKING_DIRECTORY ${aids}
  COMMENT "Writing the manual page and the completions"
  VERBATIM)
add_custom_target(chainlint_aids ALL DEPENDS ${aids}/chainlint.1.gz)

# A Debian package has its licence as `copyright`, its own changelog, and that of the project.
cmake_host_system_information(RESULT system QUERY DISTRIB_INFO)
string(REPLACE debian deb release "${system_ID}${system_VERSION_ID}")
set(CPACK_DEBIAN_PACKAGE_RELEASE "1~${release}")
string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)  # of SOURCE_DATE_EPOCH, where that is set
string(TIMESTAMP year "%Y" UTC)
file(CONFIGURE OUTPUT share/changelog.Debian @ONLY CONTENT
"chainlint (@PROJECT_VERSION@-@CPACK_DEBIAN_PACKAGE_RELEASE@) unstable; urgency=medium

  * Package of version @PROJECT_VERSION@. Its changes are in changelog.gz.

 -- @CHAINLINT_MAINTAINER@  @now@
")
set(copyright ${CMAKE_SOURCE_DIR}/LICENSE)
if(NOT EXISTS ${copyright})
  set(copyright ${aids}/copyright)
  file(CONFIGURE OUTPUT ${copyright} @ONLY CONTENT
"chainlint, https://github.com/OWNER/chainlint
Copyright @year@ the authors of chainlint

The owner has not chosen a licence yet.
")
endif()
execute_process(COMMAND gzip -9nc ${aids}/changelog.Debian OUTPUT_FILE ${aids}/changelog.Debian.gz COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND gzip -9nc ${CMAKE_SOURCE_DIR}/CHANGELOG.md OUTPUT_FILE ${aids}/changelog.gz COMMAND_ERROR_IS_FATAL ANY)

install(TARGETS chainlint RUNTIME)
install(FILES ${aids}/chainlint.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${aids}/chainlint.bash RENAME chainlint DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${aids}/chainlint.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
# Debian's zsh has one folder for packages and another for what is below /usr/local. CPack decides the prefix when it installs.
install(CODE "
  set(folder site-functions)
  if(CMAKE_INSTALL_PREFIX MATCHES \"(^|/)usr/?$\")
    set(folder vendor-completions)
  endif()
  file(INSTALL ${aids}/_chainlint DESTINATION \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}/zsh/\${folder}\")")
install(FILES README.md SECURITY.md ${aids}/changelog.gz DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${aids}/changelog.Debian.gz DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${copyright} RENAME copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_PACKAGE_CONTACT ${CHAINLINT_MAINTAINER})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "offline policy linter for certificate bundles")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE https://github.com/OWNER/chainlint)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# dpkg-shlibdeps does not see the libraries that are loaded when they are needed.
find_program(DPKG_QUERY dpkg-query)
if(DPKG_QUERY)
  foreach(file ${ARCHIVE_FILE} ${IDN2_FILE} ${PSL_FILE} ${GIT2_FILE})
    execute_process(COMMAND ${DPKG_QUERY} -S ${file} OUTPUT_VARIABLE owner RESULT_VARIABLE unknown ERROR_QUIET)
    if(NOT unknown AND owner MATCHES "^([^:]+):")
      list(APPEND lazy_packages ${CMAKE_MATCH_1})
    endif()
  endforeach()
  list(JOIN lazy_packages ", " CPACK_DEBIAN_PACKAGE_DEPENDS)
endif()
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS ca-certificates)  # the trust anchors of --anchors system
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"chainlint reads certificate bundles before they are deployed, determines the
chain that the server will send, and reports what is wrong before clients
refuse it. It also compares a renewal with the deployed bundle, plans the
rollout, and fixes what can be fixed without the CA. It opens no network
connection.")
include(CPack)
