# pip install nats-py
# NATS_URL=tls://… LAPOR_KEY=lak_… python subscribe.py
import asyncio, json, os
import nats

async def main():
    _, user, password = os.environ["LAPOR_KEY"].split("_")
    connection = await nats.connect(
        os.environ.get("NATS_URL", "nats://localhost:4222"),
        user=user, password=password, inbox_prefix=f"_INBOX_{user}".encode(),
        max_reconnect_attempts=-1,  # the server ends each connection after ten minutes
    )
    feed = await connection.jetstream(domain="lapor").pull_subscribe_bind(durable=user, stream="AGENCY_FEED")
    while True:
        try:
            messages = await feed.fetch(100, timeout=30)
        except nats.errors.TimeoutError:
            continue  # nothing new
        for message in messages:
            case = json.loads(message.data)["case"]
            # Keep the id, and pass over what you have had: the same event may come twice.
            print(message.headers["ce-id"], message.headers["ce-type"], case["caseId"], case["status"], flush=True)
            await message.ack()  # only after you have stored what you need

asyncio.run(main())
