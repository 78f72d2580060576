// The search of the book: Sphinx' own, with letters as they are typed, names before words, and
// texts that read well. The texts are scripts, one for each page: a file cannot fetch a file.
{
  const GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron"
    .concat(" pi rho . sigma tau upsilon phi chi psi omega").split(" ");
  const LENGTH = 240;
  const texts = new Map();

  // As `letters` of search_texts.py has them, and small.
  const letters = text => text.normalize("NFKC").replaceAll("’", "'").toLowerCase()
    .replace(/[α-ρσ-ω]/g, letter => GREEK[letter.charCodeAt(0) - 0x3b1]).trim();

  const { _parseQuery, _performSearch } = Search;

  Search._parseQuery = query => {
    const parsed = _parseQuery(letters(query));
    // A single letter would be marked all over the page, and inside its formulas.
    const marked = [...parsed[3]].filter(word => word.length > 1);
    if (SPHINX_HIGHLIGHT_ENABLED)
      localStorage.setItem("sphinx_highlight_terms", marked.join(" "));
    return parsed;
  };

  // A name typed in full leads to what has it: a heading or a statement, an index entry, a name
  // of the library. A name with an underscore can mean the library alone.
  const rank = (query, [page, title, , description, score]) => {
    if (description !== null) {
      const named = letters(title).split(".").pop() === query || letters(title) === query;
      return named ? (query.includes("_") ? 120 : 90) : score;
    }
    return page.endsWith("/glossary") && score === 100 ? 99 : score;
  };

  Search._performSearch = (query, ...terms) => {
    const found = _performSearch(query, ...terms);
    found.forEach(result => { result[4] = rank(query, result); });
    const { alltitles, titles, docnames, filenames } = Search._index;
    for (const [title, places] of Object.entries(alltitles)) {
      // A heading of many pages, such as Exercises, names none of them.
      if (letters(title) !== query || places.length > 2) continue;
      for (const [file, id] of places) {
        const shown = titles[file] === title ? title : `${titles[file]} > ${title}`;
        const anchor = id === null ? "" : `#${id}`;
        const at = found.findIndex(([page, , to]) => page === docnames[file] && to === anchor);
        if (at >= 0) found.splice(at, 1);
        found.push([docnames[file], shown, anchor, null, 110, filenames[file]]);
      }
    }
    // The best is the last; results of one rank keep their order.
    return found.sort((left, right) => left[4] - right[4]);
  };

  Search.setTexts = (page, places) => texts.set(page, places);

  const load = page => new Promise(done => {
    if (texts.has(page)) return done();
    const script = document.createElement("script");
    script.src = `${document.documentElement.dataset.content_root}search-texts/${page}.js`;
    script.onload = script.onerror = done;
    document.head.append(script);
  });

  // The part of a page that holds the most of the words.
  const placeOf = (page, anchor, words) => {
    const places = texts.get(page) || [];
    if (anchor) return places.find(([id]) => `#${id}` === anchor);
    const held = ([, text]) => words.filter(word => letters(text).includes(word)).length;
    return places.reduce((best, place) => (held(place) > held(best) ? place : best), places[0]);
  };

  const summary = (text, words) => {
    const at = words.map(word => text.toLowerCase().indexOf(word)).filter(where => where >= 0);
    const first = Math.min(...at, text.length);
    const wanted = first < text.length && first > LENGTH / 2 ? first - LENGTH / 3 : 0;
    const start = wanted ? text.indexOf(" ", wanted) + 1 : 0;
    const end = start + LENGTH < text.length ? text.lastIndexOf(" ", start + LENGTH) : text.length;
    return (start ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
  };

  const show = async ([page, title, anchor, description], words, marked) => {
    const item = document.createElement("li");
    const link = item.appendChild(document.createElement("a"));
    const suffix = DOCUMENTATION_OPTIONS.LINK_SUFFIX;
    const term = anchor.startsWith("#term-") ? ` > ${anchor.slice(6).replaceAll("-", " ")}` : "";
    link.textContent = (title + term).replace(" > ", " › ");
    link.href = page + suffix + anchor;
    if (description)
      item.appendChild(document.createElement("span")).innerHTML = ` (${description})`;
    Search.output.append(item);
    await load(page);
    const place = placeOf(page, anchor, words);
    if (!place) return;
    if (!anchor) link.href = `${page}${suffix}#${place[0]}`;
    const text = item.appendChild(document.createElement("p"));
    text.className = "context";
    text.textContent = summary(place[1], words);
    marked.forEach(word => _highlightText(text, word, "highlighted"));
  };

  Search.query = query => {
    const parsed = Search._parseQuery(query);
    const [, stems, , highlighted] = parsed;
    const results = Search._performSearch(...parsed).reverse();
    const marked = [...highlighted].filter(word => word.length > 1);
    const words = [...new Set([...marked, ...[...stems].filter(word => word.length > 1)])];
    results.forEach(result => show(result, words, marked));
    Search.stopPulse();
    Search.title.innerText = "Search results";
    Search.status.innerText = results.length
      ? `${results.length} ${results.length === 1 ? "place" : "places"} found.`
      : "Nothing found. Try another word, or one word fewer.";
  };
}
