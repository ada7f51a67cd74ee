"""daohu serve: the office's web page and the HTTP API over a register."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import err, out, sentences
from graph.errors import EditionError

_LOCAL = ("localhost", "127.0.0.1", "::1")


def serve(
    register: Annotated[Path, typer.Option("--register", help="登记库文件夹；没有就新建")],
    host: Annotated[str, typer.Option("--host", help="在哪个地址上监听；默认只有本机能访问，内网访问写本机的内网地址或 0.0.0.0")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="端口", min=1, max=65535)] = 8000,
    certificate: Annotated[Path | None, typer.Option("--certificate", help="HTTPS 证书文件(PEM)；与 --key 一起给出", dir_okay=False)] = None,
    key: Annotated[Path | None, typer.Option("--key", help="HTTPS 私钥文件(PEM)", dir_okay=False)] = None,
    proxy: Annotated[str, typer.Option("--proxy", help="反向代理的地址(如 127.0.0.1)：只信它说的来源和协议，浏览器以 HTTPS 访问代理")] = "",
    path: Annotated[str, typer.Option("--path", help="反向代理把本程序放在哪个路径下，如 /daohu")] = "",
) -> None:
    """网页：在浏览器里上传台账、看覆盖和缺口、下载清单；也是给其他程序用的 HTTP 接口。"""
    import uvicorn

    from api.web import Settings, create_app
    from api.web.office import open_office

    with sentences():
        for one in (certificate, key):
            if one is not None and not one.is_file():
                raise EditionError(f"找不到证书文件 {one}。请检查路径。")
        if (certificate is None) != (key is None):
            raise EditionError("HTTPS 要证书和私钥两个文件：请同时给出 --certificate 和 --key。")
        if path and (not path.startswith("/") or path.endswith("/")):
            raise EditionError(f"--path 应写成 /daohu 的样子，不是“{path}”。")
        settings = Settings(register, secure=certificate is not None or bool(proxy), root_path=path)
        office = open_office(settings)
        app = create_app(settings, office)
        address = f"{'https' if certificate else 'http'}://{f'[{host}]' if ':' in host else host}:{port}{path}/"
        if office.first_password:
            out.print("第一次启动，已建立管理员账号(口令只显示这一次，登录后必须修改)：", markup=False)
            out.print(f"  用户名 admin  口令 {office.first_password}", markup=False, highlight=False)
        if not _local(host) and not settings.secure:
            err.print("提醒：在内网地址上用 http，口令和姓名在网上是明文。请用 --certificate、--key 或反向代理(--proxy)启用 HTTPS。", markup=False)
        out.print(f"打开 {address}  (Ctrl+C 结束)", markup=False, highlight=False)
        config = uvicorn.Config(
            app, host=host, port=port, log_level="warning", access_log=False, server_header=False, proxy_headers=bool(proxy),
            forwarded_allow_ips=proxy or None, ssl_certfile=str(certificate) if certificate else None, ssl_keyfile=str(key) if key else None,
            timeout_graceful_shutdown=5, limit_concurrency=400, h11_max_incomplete_event_size=64 << 10,
        )  # fmt: skip
        try:
            uvicorn.Server(config).run()
        except SystemExit:
            raise EditionError(f"{host}:{port} 用不了：端口被占用，或本机没有这个地址。请换一个 --port，或检查 --host。") from None
        except KeyboardInterrupt:
            err.print("已停止。正在进行的任务会做完，下次启动时说明结果。", markup=False)


def _local(host: str) -> bool:
    try:
        return host in _LOCAL or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    app.command()(serve)
