@echo off
chcp 65001 >nul
setlocal
set PYTHONUTF8=1
set CODE=0
title 到户 · 审计

rem 把台账文件夹拖到本文件上：结果写在台账旁边的“文件夹名-审计结果”，完成后自动打开报告。
rem 方案默认取台账文件夹里的 daohu.toml；没有时在下面一行写明，如 set SCHEME=zhijiang
set SCHEME=

if "%~1"=="" goto usage
if not exist "%~1" goto missing

rem --- find the program: .venv beside this file, then PATH, then Python's launcher
set "DAOHU=%~dp0.venv\Scripts\daohu.exe"
if exist "%DAOHU%" goto found
set "DAOHU=daohu"
where daohu >nul 2>nul
if not errorlevel 1 goto found
py -3 -c "import api.cli" >nul 2>nul
if not errorlevel 1 goto launcher
goto notinstalled

:found
set RUN="%DAOHU%"
goto scheme

:launcher
set RUN=py -3 -m api.cli

:scheme
if not "%SCHEME%"=="" goto audit
if exist "%~1\daohu.toml" goto audit
echo 台账文件夹里没有 daohu.toml。
set /p SCHEME=请输入方案名(zhijiang、enyang 等)后回车:

:audit
set "OUT=%~dp1%~nx1-审计结果"
set OPTION=
if not "%SCHEME%"=="" set OPTION=--scheme "%SCHEME%"
%RUN% audit "%~1" --out "%OUT%" %OPTION%
set CODE=%ERRORLEVEL%
if %CODE% GEQ 2 goto failed
if %CODE% EQU 1 echo 有台账行未采用，原因见报告和 problems.csv。
start "" "%OUT%\report.html"
goto end

:usage
echo 请把台账文件夹拖到“审计.bat”上松开。
goto end

:missing
echo 找不到 "%~1"。请检查 U 盘或共享文件夹是否还连着。
set CODE=2
goto end

:notinstalled
echo 没有找到 daohu。请先按 README.md 的“Windows 安装”一节安装。
set CODE=2
goto end

:failed
echo.
echo 没有完成，原因见上面的文字；没有写出任何结果。

:end
echo.
pause
exit /b %CODE%
