select publication, build
from ops.publications
order by load_no desc
limit 1
