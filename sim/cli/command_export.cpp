#include <filesystem>

#include <fmt/format.h>

#include "citerne/report/tables.hpp"
#include "citerne/store/result_file.hpp"
#include "command.hpp"
#include "study_run.hpp"
#include "study_start.hpp"

namespace citerne::cli {
namespace {

void export_tables(const std::string& file, const std::string& folder, bool french) {
  take_signals();
  const store::Loaded loaded = store::read(file);
  expect_result(loaded.result, file);
  if (!loaded.warning.empty()) say("{}\n", loaded.warning);
  const analysis::RunSummary summary = analysis::summarise(loaded.result);
  std::vector<store::NamedText> files;
  for (report::TextFile& table :
       report::tables(loaded.result, summary, french ? report::kFrench : report::kEnglish))
    files.push_back({std::move(table.name), std::move(table.text)});
  stop_if_asked("nothing was written");
  store::write_folder(folder, files);
  for (const store::NamedText& f : files)
    fmt::print("{}\n", (std::filesystem::path{folder} / f.path).string());
}

}  // namespace

void add_export(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("export", "Write tables for a spreadsheet and a map into a new folder");
  auto file = std::make_shared<std::string>();
  auto folder = std::make_shared<std::string>();
  auto french = std::make_shared<bool>(false);
  command->add_option("FILE", *file, "Result file")->required()->type_name("FILE");
  command->add_option("FOLDER", *folder, "Folder to make")->required()->type_name("FOLDER");
  command->add_flag("--french", *french, "For a French spreadsheet: semicolons and decimal commas");
  command->callback([=] { export_tables(*file, *folder, *french); });
}

}  // namespace citerne::cli
