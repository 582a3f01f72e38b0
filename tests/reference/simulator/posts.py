"""Border and customs posts (13)."""
from simulator import causes, convoys, kinds


def post_for(w, tanker, place):
    if not tanker.loaded or not tanker.load.line.supplier.terminal or tanker.turn_to is not None:
        return None
    border = w.given.border_at(place)
    if border and not tanker.border_done:
        return border
    customs = w.given.customs_of(tanker.load.tank)
    if customs and w.roads.place[customs["place"]] == place and not tanker.customs_done:
        return customs
    return None


def queue_at_post(w, convoy, post):
    convoy.state, convoy.post, convoy.pending, convoy.since = "post", post, len(convoy.tankers), w.now
    for tanker in convoy.tankers:
        causes.wait(w, tanker.load, post["kind"], post["service_takes_s"])
        w.posts[post["id"]]["queue"].append((tanker, convoy))
    start_desks(w, post)


def start_desks(w, post):
    desk = w.posts[post["id"]]
    while desk["queue"] and desk["busy"] < post["lanes"]:
        convoy = desk["queue"][0][1]
        served = [entry for entry in desk["queue"] if entry[1] is convoy][:post["lanes"] - desk["busy"]]
        del desk["queue"][:len(served)]
        desk["busy"] += len(served)
        w.schedule(kinds.POST_SERVED, w.now + post["service_takes_s"], post_served, post, served)


def post_served(w, post, served):
    w.posts[post["id"]]["busy"] -= len(served)
    number = w.given.posts.index(post)
    done = []
    for tanker, convoy in served:
        if convoy.state != "post" or tanker not in convoy.tankers:
            continue
        w.seen.count(w, w.seen.crossed, number)
        convoy.pending -= 1
        if convoy.pending == 0:
            done.append(convoy)
    for convoy in done:
        w.seen.count(w, w.seen.post_wait, number, (w.now - convoy.since - post["service_takes_s"]) * len(convoy.tankers))
        for tanker in convoy.tankers:
            causes.end_wait(w, tanker.load)
            if post["kind"] == "border":
                tanker.border_done = True
            else:
                tanker.customs_done = True
        convoy.state = "acts"
        convoys.formalities(w, convoy)
    start_desks(w, post)


def leave_post(w, convoy):
    """A struck convoy leaves its queue."""
    if convoy.state == "post":
        desk = w.posts[convoy.post["id"]]
        queued = [entry for entry in desk["queue"] if entry[1] is convoy]
        for entry in queued:
            desk["queue"].remove(entry)
