// How the page looks: light and dark, narrow and wide, on a screen and on paper.
#pragma once

#include <string_view>

namespace chainlint::report {

// For a <style> element.
std::string_view html_style();

// For a <script> element: sorts and filters the tables of sections of class "fleet". What it adds is of no use without it, and the rest is
// complete without it.
std::string_view html_script();

// Fillings that tell the bands of a timeline apart without colour; an SVG that shows nothing itself.
std::string_view html_patterns();

}  // namespace chainlint::report
