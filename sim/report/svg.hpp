#pragma once
#include <string>
#include <string_view>

/// An SVG picture (1.1, self-contained) that is written element by element. Lengths in pixels, y downward.
namespace citerne::report {

// Okabe and Ito's colours, which colour-blind people tell apart, and greys; ink on paper has a contrast of
// 16 to 1.
inline constexpr const char* kInk = "#1a1a1a";
inline constexpr const char* kGrid = "#dddddd";
inline constexpr const char* kBlue = "#0072b2";
inline constexpr const char* kLightBlue = "#b8d8ec";
inline constexpr const char* kOrange = "#e69f00";
inline constexpr const char* kVermilion = "#d55e00";

enum class Anchor { start, middle, end };

class Svg {
 public:
  /// `title` and `about` are what a screen reader says.
  Svg(double width, double height, std::string_view title, std::string_view about);

  void rect(double x, double y, double width, double height, std::string_view fill);
  void line(double x1, double y1, double x2, double y2, std::string_view colour, bool dashed = false);
  void text(double x, double y, std::string_view words, Anchor anchor);
  /// A path by its data, `M0,0 L1,1`.
  void curve(std::string_view path, std::string_view colour, double width);
  void area(std::string_view path, std::string_view fill);
  /// What a run is called, what is drawn of it and when it was: the top 70 pixels.
  void heading(std::string_view run, std::string_view what, std::string_view when);
  /// Everything until the end of the group is named so under a pointer and to a screen reader.
  void begin_group(std::string_view title);
  void end_group();
  /// A part that is written once, to be used by `url(#id)`.
  void define(std::string_view element);

  std::string finished() &&;

 private:
  std::string out_;
};

/// `12.3`: a length with no more digits than a picture needs.
std::string px(double length);
std::string escaped(std::string_view text);

}  // namespace citerne::report
