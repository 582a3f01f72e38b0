#include "svg.hpp"

#include <array>

#include <fmt/format.h>

#include "axes.hpp"

namespace citerne::report {

std::string px(double length) {
  std::string digits = fmt::format("{:.1f}", length);
  if (digits.ends_with(".0")) digits.resize(digits.size() - 2);
  return digits == "-0" ? "0" : digits;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

Svg::Svg(double width, double height, std::string_view title, std::string_view about) {
  out_ = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
      "role=\"img\" aria-labelledby=\"title desc\" font-family=\"'DejaVu Sans', Verdana, Arial, sans-serif\" "
      "font-size=\"12\" fill=\"{2}\">\n"
      "<title id=\"title\">{3}</title>\n<desc id=\"desc\">{4}</desc>\n",
      px(width), px(height), kInk, escaped(title), escaped(about));
  out_ += "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
}

void Svg::rect(double x, double y, double width, double height, std::string_view fill) {
  out_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>\n", px(x), px(y),
                      px(width), px(height), fill);
}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view colour, bool dashed) {
  out_ += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\"{}/>\n", px(x1), px(y1),
                      px(x2), px(y2), colour, dashed ? " stroke-dasharray=\"3 3\"" : "");
}

void Svg::text(double x, double y, std::string_view words, Anchor anchor) {
  static constexpr std::array kAnchors{"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
  out_ += fmt::format("<text x=\"{}\" y=\"{}\"{}>{}</text>\n", px(x), px(y),
                      kAnchors[static_cast<std::size_t>(anchor)], escaped(words));
}

void Svg::curve(std::string_view path, std::string_view colour, double width) {
  out_ += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"/>\n", path, colour,
                      px(width));
}

void Svg::area(std::string_view path, std::string_view fill) {
  out_ += fmt::format("<path d=\"{}\" fill=\"{}\"/>\n", path, fill);
}

void Svg::heading(std::string_view run, std::string_view what, std::string_view when) {
  out_ += fmt::format(
      "<text x=\"20\" y=\"28\" font-size=\"17\" font-weight=\"bold\">{}</text>\n"
      "<text x=\"20\" y=\"48\" font-size=\"13\">{}</text>\n<text x=\"20\" y=\"66\">{}</text>\n",
      escaped(shortened(std::string{run}, 80)), escaped(what), escaped(when));
}

void Svg::begin_group(std::string_view title) {
  out_ += fmt::format("<g><title>{}</title>\n", escaped(title));
}
void Svg::end_group() { out_ += "</g>\n"; }

void Svg::define(std::string_view element) { out_ += fmt::format("<defs>{}</defs>\n", element); }

std::string Svg::finished() && { return std::move(out_) + "</svg>\n"; }

}  // namespace citerne::report
