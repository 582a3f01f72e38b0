#include "citerne/analysis/leaning.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

#include "citerne/base/random.hpp"
#include "from_result.hpp"

namespace citerne::analysis {
namespace {

/// Mean 0 and length 1; false when it stays the same.
bool standardise(Eigen::Ref<Eigen::VectorXd> column) {
  column.array() -= column.mean();
  const double length = column.norm();
  if (!(length > 1e-12)) return false;
  column /= length;
  return true;
}

/// Share of each number; 0 for one that stays the same. Nothing when the outcome or all of them do.
std::optional<Eigen::VectorXd> shares(Eigen::MatrixXd x, Eigen::VectorXd y) {
  if (!standardise(y)) return std::nullopt;
  bool moves = false;
  for (Eigen::Index k = 0; k < x.cols(); ++k) {
    if (standardise(x.col(k)))
      moves = true;
    else
      x.col(k).setZero();
  }
  if (!moves) return std::nullopt;
  const Eigen::VectorXd fit = x.colPivHouseholderQr().solve(y);
  return fit.cwiseProduct(x.transpose() * y);
}

}  // namespace

std::optional<Leanings> leanings(const std::vector<std::string>& paths, std::span<const double> drawn,
                                 std::span<const double> outcome) {
  const auto n = static_cast<Eigen::Index>(outcome.size()), k = static_cast<Eigen::Index>(paths.size());
  if (k == 0 || n < 20 || n < 5 * k) return std::nullopt;
  using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::MatrixXd x = Eigen::Map<const Rows>(drawn.data(), n, k);
  const Eigen::VectorXd y = Eigen::Map<const Eigen::VectorXd>(outcome.data(), n);
  const auto found = shares(x, y);
  if (!found) return std::nullopt;

  constexpr int kResamples = 400;
  std::vector<std::vector<double>> spread(paths.size());
  Stream draw{{.purpose = Purpose::bootstrap}};
  Eigen::MatrixXd x_again(n, k);
  Eigen::VectorXd y_again(n);
  for (int i = 0; i < kResamples; ++i) {
    for (Eigen::Index r = 0; r < n; ++r) {
      const auto from = static_cast<Eigen::Index>(uniform01(draw) * static_cast<double>(n));
      x_again.row(r) = x.row(from);
      y_again[r] = y[from];
    }
    if (const auto again = shares(x_again, y_again))
      for (std::size_t c = 0; c < paths.size(); ++c)
        spread[c].push_back((*again)[static_cast<Eigen::Index>(c)]);
  }

  Leanings all;
  for (std::size_t c = 0; c < paths.size(); ++c) {
    const auto column = static_cast<Eigen::Index>(c);
    const auto kept = [](double share) { return std::clamp(share, 0.0, 1.0); };
    const Interval share{kept((*found)[column]), kept(quantile(std::span{spread[c]}, 0.025)),
                         kept(quantile(std::span{spread[c]}, 0.975))};
    const double slope = (x.col(column).array() - x.col(column).mean()).matrix().dot(y);
    all.explained += (*found)[column];
    all.numbers.push_back({paths[c], share, slope > 0.0});
  }
  all.explained = std::clamp(all.explained, 0.0, 1.0);
  std::ranges::stable_sort(all.numbers, std::ranges::greater{}, [](const Leaning& l) { return l.share.mid; });
  return all;
}

std::optional<Leanings> leanings_of_unserved(const Result& result) {
  const Variable* const drawn = result.find("provenance", "drawn_value");
  if (drawn == nullptr) return std::nullopt;
  const auto& unserved = values<double>(result, "unserved");
  const std::size_t runs = length(result, "replication"),
                    cells = unserved.size() / std::max<std::size_t>(1, runs);
  std::vector<double> outcome(runs, 0.0);
  for (std::size_t r = 0; r < runs; ++r)
    for (std::size_t c = 0; c < cells; ++c)
      if (const double v = unserved[r * cells + c]; !std::isnan(v)) outcome[r] += v;
  return leanings(values<std::string>(result, "drawn"), std::get<std::vector<double>>(drawn->values),
                  outcome);
}

}  // namespace citerne::analysis
