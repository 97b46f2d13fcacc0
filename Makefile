# Thin on purpose: `make test` is `python3 dev.py test`. Arguments go in ARGS="...".
DEEDS := run test screens bench soak check build install lock

.PHONY: $(DEEDS)
$(DEEDS):
	python3 dev.py $@ $(ARGS)
