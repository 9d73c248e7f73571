@echo off
rem The command from end to end; os-windows\wine\verify looks at what it prints.
set "pm=%~dp0..\..\bin\portmanager.cmd"
call "%pm%" get web --range 18050-18060
echo get %ERRORLEVEL%
call "%pm%" run "app two" --range 18070-18075 -- cmd /c exit 44
echo run %ERRORLEVEL%
call "%pm%" run grü --range 18070-18075 -- no-such-program
echo missing %ERRORLEVEL%
call "%pm%" port web
echo port %ERRORLEVEL%
call "%pm%" check 18049
echo check %ERRORLEVEL%
call "%pm%" list
echo list %ERRORLEVEL%
call "%pm%" who 18049
echo who %ERRORLEVEL%
call "%pm%" doctor
echo doctor %ERRORLEVEL%
rem A listener of its own, which ends with the input; what it prints says that it listens.
start "" /b "%JAVA_HOME%\bin\java.exe" -cp "%~dp0..\..\testkit\target\classes" dev.portmanager.testkit.ListenerMain TCP 127.0.0.1 18080 1 plain victim
set tries=0
:starting
set /a tries+=1
call "%pm%" who 18080 >nul 2>&1
if not ERRORLEVEL 1 goto listens
if %tries% LSS 30 goto starting
:listens
call "%pm%" check 18080
echo busy %ERRORLEVEL%
call "%pm%" who 18080
echo owner %ERRORLEVEL%
call "%pm%" kill 18080 --dry-run
echo dry %ERRORLEVEL%
call "%pm%" kill 18080 --yes
echo kill %ERRORLEVEL%
call "%pm%" who 18080
echo gone %ERRORLEVEL%
rem The code of the last command is not that of this file.
exit /b 0
