package dev.portmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start script for cmd.exe, where text is of another code page and its folder has any name. */
@EnabledOnOs(OS.WINDOWS)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CodePageTest {

  /** ASCII only: cmd.exe reads a batch file in the code page that it has just set. */
  private static final String BATCH =
      """
      @echo off
      chcp %PAGE%
      call "%SCRIPT%" get "%APP%" "--registry=%REGISTRY%" --range=28600-28649
      echo get %ERRORLEVEL%
      call "%SCRIPT%" list "--registry=%REGISTRY%"
      echo list %ERRORLEVEL%
      """;

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"437", "850", "932", "1252"})
  void command_printsUtf8_fromAFolderOfAnyName(String page) throws Exception {
    String app = "gr\u00fcn \u00e9";
    Path folder = Files.createDirectory(temporary.resolve("Pr\u00fcf & Stand (\u00e9)"));
    Path batch = temporary.resolve("run.cmd");
    Files.writeString(batch, BATCH.replace("\n", "\r\n"));
    ProcessBuilder builder =
        new ProcessBuilder("cmd", "/d", "/c", batch.toString()).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "PAGE", page,
                "SCRIPT", ReleaseLayout.in(folder).toString(),
                "APP", app,
                "REGISTRY", folder.resolve("registry").toString(),
                "JAVA_HOME", System.getProperty("java.home")));
    Process process = builder.start();
    process.getOutputStream().close();
    // Strict: what is not UTF-8 throws.
    String said =
        StandardCharsets.UTF_8
            .newDecoder()
            .decode(java.nio.ByteBuffer.wrap(process.getInputStream().readAllBytes()))
            .toString();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains(" " + page).contains("get 0").contains("list 0").contains(app);
  }
}
