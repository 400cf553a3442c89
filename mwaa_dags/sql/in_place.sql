select load_no, publication
from ops.publications
order by load_no desc
limit 1
