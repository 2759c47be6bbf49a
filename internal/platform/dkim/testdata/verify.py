# Verifies messages with dkimpy, which shares no code with what signed them. In come JSON Lines {"message": base64, "keys":
# {name: record}}; out comes a line of JSON for each, a list with true, false or an error for each signature in it.
import base64, json, sys
import dkim
import nacl.signing  # without it dkimpy knows no Ed25519

for line in sys.stdin:
    case = json.loads(line)
    message = base64.b64decode(case["message"])
    keys = {k.lower() + ".": v.encode() for k, v in case["keys"].items()}
    find = lambda name, timeout=5: keys.get(name.decode().lower(), b"")
    out = []
    header = message.split(b"\r\n\r\n")[0]
    for i in range((b"\r\n" + header).count(b"\r\nDKIM-Signature:")):
        try:
            out.append(bool(dkim.DKIM(message).verify(idx=i, dnsfunc=find)))
        except Exception as e:
            out.append(repr(e))
    print(json.dumps(out), flush=True)
