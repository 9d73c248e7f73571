@echo off
rem Starts the command line of Port Manager on Windows; in a checkout, builds it first if need be.
rem bin\portmanager does the same elsewhere. Every variable is named pm_*, and none is exported.
setlocal EnableExtensions DisableDelayedExpansion
set "pm_root=%~dp0.."
set "pm_java=java.exe"
if defined JAVA_HOME set "pm_java=%JAVA_HOME%\bin\java.exe"

call :find "%pm_root%"
if not defined pm_jar call :find "%pm_root%\cli\target\dist"
if not defined pm_jar call :build
if not defined pm_jar exit /b 1

rem Serial collector and first compiler only: a command is over before others pay. Java is told that
rem the text is UTF-8, whatever the code page is.
"%pm_java%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m -XX:-UsePerfData -Xshare:auto ^
  -XX:+IgnoreUnrecognizedVMOptions --enable-native-access=ALL-UNNAMED ^
  "-Dfile.encoding=UTF-8" "-Dportmanager.encoding=UTF-8" "-Dportmanager.lib=%pm_lib%" ^
  -cp "%pm_jar%" dev.portmanager.cli.Main %*
exit /b %ERRORLEVEL%

:find
set "pm_jar="
if not exist "%~1\lib\" exit /b 0
pushd "%~1\lib"
for %%j in (portmanager-cli-*.jar) do set "pm_jar=%%~fj"
set "pm_lib=%CD%"
popd
exit /b 0

:build
if not exist "%pm_root%\mvnw.cmd" (
  echo portmanager: its files are missing: there is no "%pm_root%\lib"; unpack it anew 1>&2
  exit /b 1
)
echo portmanager: first run, building ^(about a minute^) ... 1>&2
pushd "%pm_root%"
call mvnw.cmd -B -ntp -q -Dquick -pl cli -am package 1>&2
set "pm_built=%ERRORLEVEL%"
popd
if not "%pm_built%"=="0" (
  echo portmanager: it could not be built, see above 1>&2
  exit /b 1
)
call :find "%pm_root%\cli\target\dist"
exit /b 0
