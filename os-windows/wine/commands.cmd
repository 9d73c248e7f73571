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
