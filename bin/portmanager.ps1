# Starts the command line of Port Manager in PowerShell, which passes arguments on as they are;
# bin\portmanager.cmd does the same in cmd.exe, and builds it if need be.
$root = Join-Path $PSScriptRoot '..'
$jar = @("$root\lib", "$root\cli\target\dist\lib") |
  Where-Object { Test-Path $_ } |
  ForEach-Object { Get-ChildItem -LiteralPath $_ -Filter 'portmanager-cli-*.jar' } |
  Select-Object -First 1
if (-not $jar) {
  & (Join-Path $PSScriptRoot 'portmanager.cmd') --version | Out-Null
  if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
  $jar = Get-ChildItem -Path "$root\cli\target\dist\lib" -Filter 'portmanager-cli-*.jar' | Select-Object -First 1
}
$java = if ($env:JAVA_HOME) { Join-Path $env:JAVA_HOME 'bin\java.exe' } else { 'java.exe' }
& $java '-XX:TieredStopAtLevel=1' '-XX:+UseSerialGC' '-Xmx256m' '-XX:-UsePerfData' '-Xshare:auto' `
  '-XX:+IgnoreUnrecognizedVMOptions' '--enable-native-access=ALL-UNNAMED' `
  '-Dfile.encoding=UTF-8' '-Dportmanager.encoding=UTF-8' "-Dportmanager.lib=$($jar.DirectoryName)" `
  -cp $jar.FullName dev.portmanager.cli.Main @args
exit $LASTEXITCODE
